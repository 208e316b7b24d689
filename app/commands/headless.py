"""What `funneldesk` does where there is no display: the main job, in the terminal."""

from pathlib import Path

import click

from app.commands.forecasts.batch import print_forecast
from app.local_time import local_now
from app.picturing import paint_pages
from app.places import pictures_folder, sample_workspace
from app.sample import make_sample_file
from models.language import gettext as _
from views.forecast.content import house_content


def show_without_display(workspace: Path | None) -> int:
    """Forecast the house example and paint the pages, of the sample where no file is named."""
    click.echo(_("There is no display, so here is the forecast, and the pages as pictures."))
    path = sample_workspace() if workspace is None else workspace
    if not path.exists():
        make_sample_file(path, local_now().date())
    click.echo(_("Workspace: {path}").format(path=path))
    click.echo()
    print_forecast(house_content())
    click.echo()
    for picture in paint_pages(path, pictures_folder()):
        click.echo(picture)
    return 0
