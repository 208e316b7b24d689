"""The roles that people hold: what the team calls them, and the duty that rules go by."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from models.definitions.versions.draft import DefinitionsDraft, RoleDraft
from models.language import gettext as _
from models.language import ngettext
from models.vocabulary import Role, label
from views.definitions.desk import DraftDesk
from views.definitions.editing import new_code, with_row, without_row
from views.definitions.editors.inputs import QuietChoice, QuietLine
from views.definitions.editors.rows import RowEditor, RowsForm
from views.definitions.forms.part import PartForm
from views.definitions.forms.role_editing import role_names, role_removed, uses_of_role
from views.definitions.places import Place, parse_place
from views.definitions.removal_question import RemovalQuestion
from views.theme import current_theme
from views.widgets import PlainLabel
from views.widgets.labels import set_tip

if TYPE_CHECKING:
    from models.definitions.problems.checking import DraftProblem

_FIXED_DUTIES = frozenset(Role)


class RolesForm(PartForm):
    """Roles in the order in which they are offered; one that is in use goes over to another."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__(
            desk,
            _("Roles"),
            _(
                "A role has a name of your own and one of five duties. Whoever holds a role may do "
                "what its duty allows; several roles may have the same duty."
            ),
        )
        self._leaving = ""
        self.removal = RemovalQuestion(_("Role that takes over"), _("Remove role"))
        self.removal.answered.connect(lambda taker: self._remove(str(taker)))
        self.roles = RoleRows(
            lambda: RoleEditor(desk), self._fresh_role, _("Add a role"), add_keys="Alt+R"
        )
        self.roles.edited.connect(self._edit)
        self.roles.remove_asked.connect(self._ask_to_remove)
        self.problem = PlainLabel(size="small", tone="danger", wrap=True)
        self.problem.hide()
        for widget in (self.removal, self.roles, self.problem):
            self.column.addWidget(widget)

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show the roles of the draft."""
        if all(one.code != self._leaving for one in draft.roles):
            self.removal.hide()
        self.roles.show_rows(draft.roles)
        self.watch_visits()

    def show_problems(self, problems: "tuple[DraftProblem, ...]") -> None:
        """Say what is wrong with each role, and with the list as a whole."""
        rows: dict[int, str] = {}
        whole: list[str] = []
        for problem in problems:
            place = parse_place(problem.place)
            if place.section == "roles" and place.row is not None:
                rows[place.row] = f"{rows.get(place.row, '')} {problem.sentence}".strip()
            elif place.section in {"roles", "roles_moved"}:
                whole.append(problem.sentence)
        self.roles.show_problems(rows)
        self.problem.setText(" ".join(whole))
        self.problem.setVisible(bool(whole))

    def go_to(self, place: Place) -> None:
        """Focus a role; where one that is gone is still held, what adds another."""
        self.roles.go_to(len(self.desk.draft.roles) if place.row is None else place.row)

    def _fresh_role(self) -> RoleDraft:
        code = new_code("role", self._taken(self.desk.draft.roles))
        return RoleDraft(code, "", Role.SDR.value)

    def _edit(self, rows: tuple[RoleDraft, ...]) -> None:
        draft = replace(self.desk.draft, roles=rows)
        before = {one.code: one.name for one in self.desk.draft.roles}
        for at, row in enumerate(rows):
            if row.name.strip() and row.name != before.get(row.code) and self._is_loose(row.code):
                named = new_code(row.name, self._taken(without_row(rows, at)))
                draft = replace(draft, roles=with_row(rows, at, replace(row, code=named)))
        self.desk.edit(draft, "roles")

    def _is_loose(self, code: str) -> bool:
        """Say whether a role may still take its code from its name: nothing goes by it yet."""
        draft = self.desk.draft
        stored = any(one.code == code for one in self.desk.content.draft.roles)
        return not (stored or uses_of_role(draft, code) or code in draft.roles_moved.values())

    def _taken(self, others: tuple[RoleDraft, ...]) -> list[str]:
        """Return the codes that are not free; those of the duties stand for the house's roles."""
        stored = self.desk.content.draft.roles
        return [*_FIXED_DUTIES, *(one.code for one in (*others, *stored))]

    def _ask_to_remove(self, at: int) -> None:
        """Ask what takes over where people hold the role or stages go by it."""
        draft = self.desk.draft
        role = draft.roles[at]
        holders = self.desk.content.known.holders.get(role.code, ())
        stages = uses_of_role(draft, role.code)
        if not holders and not stages:
            self.roles.take_away(at)
            return
        said = []
        if holders:
            words = ngettext("{names} holds {role}.", "{names} hold {role}.", len(holders))
            said.append(words.format(names=", ".join(holders), role=role.name))
        if stages:
            said.append(
                _("These stages go by {role}: {stages}.").format(
                    role=role.name, stages=", ".join(stages)
                )
            )
        said.append(_("Which role takes over?"))
        self._leaving = role.code
        # What does the same work comes first.
        others = sorted(
            (one for one in draft.roles if one.code != role.code),
            key=lambda one: one.duty != role.duty,
        )
        names = role_names(draft)
        self.removal.ask(" ".join(said), [(one.code, names[one.code]) for one in others])

    def _remove(self, taker: str) -> None:
        self.desk.begin_visit()
        self.desk.edit(role_removed(self.desk.draft, self._leaving, taker), "remove role")
        self.focus_in()


class RoleRows(RowsForm):
    """The list of roles, which asks before it lets one go."""

    remove_asked = Signal(int)
    """Emitted with the place of the role that is to be removed."""

    def remove_row(self, at: int) -> None:
        """Ask whether the role may go; `take_away` removes it."""
        self.remove_asked.emit(at)

    def take_away(self, at: int) -> None:
        """Remove a role that nobody goes by."""
        super().remove_row(at)


class RoleEditor(RowEditor):
    """A role's name, its duty, and who holds it."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__()
        self._desk = desk
        self._row = RoleDraft("", "", Role.SDR.value)
        self.name = QuietLine(_("Name"), _("Name"))
        self.duty = QuietChoice(
            _("Duty"), [(one.value, _("Duty: {duty}").format(duty=label(one))) for one in Role]
        )
        self.held = PlainLabel(tone="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space(0.5))
        row.addWidget(self.name, 4)
        row.addWidget(self.duty, 4)
        row.addWidget(self.held, 2, Qt.AlignmentFlag.AlignVCenter)
        self.name.textEdited.connect(lambda text: self._tell(name=text))
        self.duty.chosen.connect(lambda key: self._tell(duty=str(key)))

    def show_row(self, row: Any) -> None:
        """Show a role; those of the house keep their duty."""
        self._row = row
        self.name.show_text(row.name)
        self.duty.show_key(row.duty, row.duty)
        fixed = row.code in _FIXED_DUTIES
        self.duty.setEnabled(not fixed)
        if fixed:
            set_tip(self.duty, _("This role keeps its duty. Add one of your own for another."))
        names = self._desk.content.known.holders.get(row.code, ())
        words = ngettext("{count} person", "{count} people", len(names)).format(count=len(names))
        self.held.setText(words if names else _("Nobody"))
        set_tip(self.held, ", ".join(names))

    def _tell(self, **fields: str) -> None:
        self._row = replace(self._row, **fields)
        self.edited.emit(self._row)
