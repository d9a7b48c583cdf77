"""Sends the forms of a case's page as a browser would: the hidden fields of the page are read from the page."""

import re
from typing import Any

from django.test import Client

from hotline.casefile.facts import CaseFile, Opened
from tests import make


def send(client: Client, opened: Opened, act: str, **typed: object) -> Any:
    """Send the form `act` of the case, drawn from the case as it stands now; `version=` or `seen=` for an older page."""
    case = make.case(opened)
    drawn = {"version": case.request.version, "seen": case.events[-1].id, "desk": "operator"}
    return client.post(f"/triage/{opened.reference}/{act}/", {**drawn, **typed})


def look_and_send(client: Client, opened: Opened, act: str, **typed: object) -> Any:
    """Send the form, read what the page then says would be merged into what, and send it again with that."""
    response = send(client, opened, act, **typed)
    shown = dict(re.findall(r'<input type="hidden" name="(into|shown)" value="([^"]+)">', response.content.decode()))
    return send(client, opened, act, **{**typed, **shown}) if response.status_code == 409 and shown else response


def page(client: Client, opened: Opened, *, desk: str = "operator") -> str:
    """Return the case's page as this person sees it."""
    response = client.get(f"/{desk}/{opened.reference}/")
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def untouched(before: CaseFile, opened: Opened) -> bool:
    """Return whether nothing of the case has changed, not one event, message or clock."""
    return make.case(opened) == before


def names(opened: Opened) -> list[str]:
    """Return what happened to the case, in order."""
    return [event.name for event in make.case(opened).events]
