"""`funneldesk snapshot`: every page of the real window as a picture, without a display."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from app.commands.common import json_option, open_existing, print_json
from models.language import gettext as _

if TYPE_CHECKING:
    from views.theme import ThemeMode


class Size(click.ParamType[tuple[int, int]]):
    """A size such as 1280x800."""

    name = "WxH"
    smallest, largest = (960, 600), (7680, 4320)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Read width and height in pixels."""
        width, _by, height = str(value).lower().partition("x")
        if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
            self.fail(_("“{size}” is no size. Write 1280x800.").format(size=value), param, ctx)
        size = int(width), int(height)
        inside = zip(self.smallest, size, self.largest, strict=True)
        if not all(low <= side <= high for low, side, high in inside):
            self.fail(_("A size lies between 960x600 and 7680x4320."), param, ctx)
        return size


@click.command(
    "snapshot",
    help=_("Paint the pages into FOLDER. Without --workspace they show the sample workspace."),
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--page", "pages", multiple=True, metavar="NAME", help=_("Only this page."))
@click.option("--size", type=Size(), default="1280x800", show_default=True)
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@json_option
@click.pass_context
def snapshot_command(
    ctx: click.Context,
    folder: Path,
    pages: tuple[str, ...],
    size: tuple[int, int],
    theme: "ThemeMode",
    as_json: bool,
) -> None:
    """Paint in the terminal."""
    from app.local_time import local_now
    from app.picturing import paint_pages
    from app.sample import make_sample_file

    written = []
    with TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        named = ctx.find_root().obj
        if named is None:
            named = Path(temporary) / "sample.db"
            make_sample_file(named, local_now().date())
        else:
            open_existing(ctx).close()
        for path in paint_pages(named, folder, pages=pages, size=size, theme=theme):
            written.append(str(path))
            if not as_json:
                click.echo(path)
    if as_json:
        print_json({"pictures": written})
