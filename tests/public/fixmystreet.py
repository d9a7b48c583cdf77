"""FixMyStreet's side of Open311: its requests, field by field, as its `perllib/Open311.pm` builds them. Always XML, always forms.

Not FixMyStreet itself, which is no package: what it sends and what it looks for in our answers, by its source of 2023.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlencode
from urllib.request import Request, urlopen

type State = Literal["confirmed", "in progress", "fixed - council", "unable to fix"]
_EXTENDED = {"fixed - council": "FIXED", "in progress": "IN_PROGRESS", "unable to fix": "NO_FURTHER_ACTION"}
_OPEN = ("confirmed", "in progress")
_MAPPED = {"fixed": "fixed - council", "no further action": "unable to fix", "open": "confirmed", "closed": "fixed - council"}


@dataclass(frozen=True)
class FixMyStreet:
    """One body's settings there: the endpoint with its slash, `send_extended_statuses`, `mark_reopen`."""

    endpoint: str
    api_key: str
    jurisdiction: str
    extended_statuses: bool = False
    mark_reopen: bool = False

    def send_service_request(self, code: str, *, email: str, title: str, detail: str, photos: Sequence[str]) -> str:
        """Report a problem, which has several photos (`multi_photos`); return its external id."""
        fields = {
            "description": f"{title}\n\n{detail}\n\nhttps://fixmystreet.example/report/7\n",
            "service_code": code,
            "first_name": "Minh",
            "last_name": "Trần",
            "email": email,
            "lat": "10.7769",
            "long": "106.7009",
            "media_url": list(photos),
            "attribute[pole]": "12",
        }
        return self._post("requests.xml", fields).findtext("request/service_request_id") or ""

    def get_service_request_id_from_token(self, token: str) -> str:
        """Ask which request a token became."""
        return self._get(f"tokens/{token}.xml", {}).findtext("request/service_request_id") or ""

    def post_service_request_update(
        self, number: int, request: str, *, state: State, text: str, email: str, photo: str = "", mark_open: bool = False
    ) -> str:
        """Send one comment; return our id of it. `state`: what FixMyStreet holds the problem to be after the comment."""
        fields = {
            "updated_datetime": _w3c(datetime.now(UTC)),
            "service_request_id": request,
            "status": self._status(state, mark_open=mark_open),
            "description": text,
            "last_name": "Trần",
            "first_name": "Minh",
            "email": email,
            "update_id": str(number),
            **({"media_url": photo} if photo else {}),
        }
        return self._post("servicerequestupdates.xml", fields).findtext("request_update/update_id") or ""

    def get_service_request_updates(self) -> list[tuple[str, State, str, list[str]]]:
        """Fetch the updates of two hours as its cron does: request, state there, text, photos."""
        ends = datetime.now(UTC)
        span = {"api_key": self.api_key, "start_date": _w3c(ends - timedelta(hours=2)), "end_date": _w3c(ends)}
        found = []
        for update in self._get("servicerequestupdates.xml", span).findall("request_update"):
            assert update.findtext("update_id")
            at = datetime.fromisoformat(update.findtext("updated_datetime") or "")
            assert ends - timedelta(hours=2) <= at <= ends + timedelta(seconds=1), "it passes by what lies outside its span"
            status = (update.findtext("status") or "").lower().replace("_", " ")
            state: State = _MAPPED.get(status, status)  # type: ignore[assignment]
            photos = [one.text for one in update.findall("media_url") if one.text]
            found.append((update.findtext("service_request_id") or "", state, update.findtext("description") or "", photos))
        return found

    def _status(self, state: State, *, mark_open: bool) -> str:
        if not self.extended_statuses:
            return "OPEN" if state in _OPEN else "CLOSED"
        return _EXTENDED.get(state, "REOPEN" if mark_open and self.mark_reopen else "OPEN")

    def _post(self, path: str, fields: Mapping[str, object]) -> ET.Element:
        whole = {**fields, "jurisdiction_id": self.jurisdiction, "api_key": self.api_key}
        return self._asked(Request(self.endpoint + path, urlencode(whole, doseq=True).encode()))  # noqa: S310 - loopback

    def _get(self, path: str, query: Mapping[str, str]) -> ET.Element:
        whole = urlencode({**query, "jurisdiction_id": self.jurisdiction})
        return self._asked(Request(f"{self.endpoint}{path}?{whole}"))  # noqa: S310 - loopback

    def _asked(self, request: Request) -> ET.Element:
        with urlopen(request, timeout=20) as answer:  # noqa: S310 - loopback
            return ET.fromstring(answer.read())  # noqa: S314 - our own answer


def _w3c(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
