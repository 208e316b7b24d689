"""All scenes, in the order in which they are painted."""

from app.scenes import definitions, forecasts, leads, meetings, reports
from app.scenes.steps import Scene

SCENES: dict[str, Scene] = {
    **leads.SCENES,
    **meetings.SCENES,
    **forecasts.SCENES,
    **reports.SCENES,
    **definitions.SCENES,
}
"""By the name of the picture."""
