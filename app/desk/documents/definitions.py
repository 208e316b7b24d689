"""The definitions as a document for the window."""

from typing import TYPE_CHECKING, Any

from app.desk.documents.typeset import TypesetDocuments

if TYPE_CHECKING:
    from app.documents.typesetting import Manuscript
    from app.running.runner import WorkspaceRunner


def definitions_documents(runner: "WorkspaceRunner") -> TypesetDocuments[int | None]:
    """Return what sets a version of the definitions on pages; no number means that in force."""

    def read(session: Any, workspace: str, number: int | None) -> "Manuscript":
        from app.documents.agreement import read_agreement
        from app.documents.phrases import manuscript_of

        return manuscript_of(read_agreement(session, workspace, number))

    return TypesetDocuments(runner, read)
