"""What `funneldesk forecast` is to print and to write, as its options say."""

from dataclasses import dataclass
from pathlib import Path

import click

from models.language import gettext as _


@dataclass(frozen=True, slots=True)
class Papers:
    """Which files are wanted: the report, on one page or in full, the series, all charts."""

    report: Path | None = None
    full: bool = False
    series: Path | None = None
    charts: Path | None = None

    @property
    def wanted(self) -> bool:
        """Whether anything is to be written."""
        return any((self.report, self.series, self.charts))


@dataclass(frozen=True, slots=True)
class Wanted:
    """How often to simulate and from which seed (None: as stored), and what comes of it."""

    trials: int | None
    seed: int | None
    plot: Path | None
    export: Path | None
    papers: Papers
    as_json: bool

    def check(self) -> None:
        """Refuse names of files that say another kind than is written, before anything is run."""
        papers = self.papers
        for option, path, endings in (
            ("--plot", self.plot, (".png",)),
            ("--report", papers.report, (".pdf",)),
            ("--series", papers.series, (".xlsx", ".csv")),
        ):
            if path is not None and path.suffix.lower() not in endings:
                raise click.BadParameter(
                    _("{file} does not end in {endings}.").format(
                        file=path.name, endings=_(" or ").join(endings)
                    ),
                    param_hint=option,
                )
        if papers.full and papers.report is None:
            raise click.UsageError(_("--full goes with --report."))
