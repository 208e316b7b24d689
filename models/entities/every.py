"""All tables of a workspace, for whoever goes over them: the log, undo and the migrations."""

from importlib import import_module
from pkgutil import walk_packages

from models import entities
from models.entities.base import Base, Recorded

for _found in walk_packages(entities.__path__, f"{entities.__name__}."):
    import_module(_found.name)

METADATA = Base.metadata
TABLES = dict(METADATA.tables)
"""Every table by its name."""

RECORDED: dict[str, type[Recorded]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Recorded)
}
"""What every table with a history is mapped to, by the table's name."""
