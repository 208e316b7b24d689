"""Runs the migrations of a workspace, each in its own transaction."""

from pathlib import Path

from alembic import context

from models.entities.every import METADATA
from models.storage.sqlite.connections import writer_engine


def run() -> None:
    """Bring the workspace that the caller named to the newest revision."""
    path = context.config.attributes["workspace_path"]
    if not isinstance(path, Path):
        raise TypeError(f"no workspace to migrate: {path!r}")
    engine = writer_engine(path)
    try:
        with engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=METADATA,
                render_as_batch=True,
                transaction_per_migration=True,
            )
            with context.begin_transaction():
                context.run_migrations()
            connection.commit()
    finally:
        engine.dispose()


run()
