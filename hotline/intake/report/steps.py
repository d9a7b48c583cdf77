"""Which pages a report takes, in which order, and their addresses."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from hotline.core.facts import PlaceNeed
from hotline.directory.facts import ServiceFacts
from hotline.intake.report.facts import Step


def steps_for(service: ServiceFacts | None) -> tuple[Step, ...]:
    """Return the pages for a service; one that needs no place is not asked for it."""
    if service is not None and service.place is PlaceNeed.NONE:
        return (Step.WHAT, Step.PHOTOS, Step.WHO)
    return tuple(Step)


def after(step: Step, service: ServiceFacts) -> Step:
    """Return the page after `step`. Raises IndexError after the last."""
    steps = steps_for(service)
    return steps[steps.index(step) + 1]


def before(step: Step, service: ServiceFacts) -> Step:
    """Return the page before `step`."""
    steps = steps_for(service)
    return steps[steps.index(step) - 1]


def address(step: Step, token: str = "", **more: str) -> str:
    """Return the address of a page of a form; `more` says how it is to be shown."""
    return _with_token(reverse("report" if step is Step.WHAT else f"report_{step}"), token, more)


def sent_address(token: str, **more: str) -> str:
    """Return the address of the last page, with the reference."""
    return _with_token(reverse("report_sent"), token, more)


def _with_token(path: str, token: str, more: Mapping[str, str]) -> str:
    return f"{path}?{urlencode({'d': token, **more})}" if token else path
