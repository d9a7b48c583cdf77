"""Updates of requests, as FixMyStreet asks for them and sends them: an extension, for GeoReport v2 has none.

What comes in is somebody's word on a public case: it waits for a person of the desk as a comment does, whatever it says
of the status. The reporter's own word is a message in their case, if a system with a key of ours brings it: the reply to what
they were asked, a word more, or that it is not done. Whoever sends the same again gets the same `update_id`.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.casefile import queries as casefile
from hotline.casefile.actions import count_refused, delivery_row, keep_deliveries
from hotline.casefile.apikeys import OPEN311, KeyState, state_of_key
from hotline.casefile.contactpoints import NotAContact, Point, read_email, read_phone
from hotline.casefile.queries.ownupdates import Reported, reported_from
from hotline.casefile.queries.publicupdates import public_updates
from hotline.casefile.sealing import blind
from hotline.core.disclosure import Public
from hotline.core.status import Phase
from hotline.core.text import TextTooLong, clean
from hotline.directory import queries as directory
from hotline.public import actions, queries
from hotline.public.comments import MOST_WORDS, are_open
from hotline.public.limits import comment_limits_of
from hotline.public.open311.asking import LONGEST_SPAN, PHASES, Unreadable, moment, read_span, references_in, require_jurisdiction
from hotline.public.open311.encoding import Form, Listed, Refusal, answered
from hotline.public.open311.records import update_record
from hotline.public.open311.views import Impatient, found_case, geo_report, parsed_reference

LATELY = timedelta(days=1)
"""What is asked without dates."""
_REOPEN = "reopen"
_OPEN = frozenset(
    {"open", "in_progress", "investigating", "action_scheduled", "planned", "internal_referral", "for_triage", _REOPEN}
)
_CLOSED = frozenset({"closed", "fixed", "duplicate", "no_further_action", "not_councils_responsibility"})
"""What FixMyStreet says of a status, in small letters."""
_ID_LETTERS = 200
_UNREADABLE = (SuspiciousOperation, MultiPartParserError, BadRequest, UnreadablePostError)


@dataclass(frozen=True, slots=True)
class Said:
    """An update as it was sent: of which request, its words, links to photos, its status in small letters, and when it was said.

    `points`: the address and the number of whoever says it.
    """

    reference: str
    words: str
    links: tuple[str, ...]
    status: str
    points: tuple[Point, ...]
    once: str
    at: datetime | None = None

    @property
    def says_open(self) -> bool:
        """Return whether it says that the request is open."""
        return self.status in _OPEN

    @property
    def whole(self) -> str:
        """Return the words with the links under them: whoever lets them through looks at both."""
        return "\n".join(filter(None, [self.words, *self.links]))


@geo_report
def updates_list(request: HttpRequest, *, form: Form) -> HttpResponse:
    """List what happened to public requests: within two dates, or of the last day; of some of them alone, if they are named."""
    query, now, language = request.GET.dict(), timezone.now(), get_language() or "vi"
    start, end = read_span(query)
    asked = references_in(query)
    references = [reference for text in asked if (reference := parsed_reference(text))] if asked else None
    until = end or min(now, start + LONGEST_SPAN if start else now)
    found = public_updates(start=start or until - LATELY, end=until, references=references, language=language)
    return answered("service_request_updates", Listed("request_update", [update_record(one) for one in found]), form=form)


@geo_report
def post_update(request: HttpRequest, *, form: Form) -> HttpResponse:
    """Take an update (200, as FixMyStreet expects it): it waits for a person."""
    fields, now = _fields(request), timezone.now()
    require_jurisdiction({"jurisdiction_id": fields.get("jurisdiction_id", "")}, directory.snapshot())
    is_trusted = _require_key(request, fields)
    said = _read(fields)
    limits = {} if is_trusted else comment_limits_of(request, now=now)
    if wait := queries.wait_before(limits, now=now):
        raise Impatient(wait)
    found = found_case(request, said.reference).case
    if is_trusted and (own := reported_from(found.reference, said.points)):
        _keep(own, found, said, now=now)
    elif found.is_open and are_open():
        number = casefile.request_id_of(found.reference)
        not_done = said.says_open and found.phase in PHASES["closed"]
        if actions.write_comment(number, once=said.once, words=said.whole, not_done=not_done, now=now):
            actions.pour(limits, drops=1, now=now)
    else:
        raise Unreadable(Refusal(403, _("Phản ánh này chưa công khai, hoặc ở đây không nhận ý kiến.")))
    record = {"update_id": said.once.rpartition(":")[2]}
    return answered("service_request_updates", Listed("request_update", [record]), form=form)


def _keep(own: Reported, found: Public, said: Said, *, now: datetime) -> None:
    """Keep the reporter's word as what comes in is kept: once, and read by the worker, which fetches the photos."""
    not_done = _says_not_done(found, said, now=now)
    is_unclear = said.says_open and not not_done and found.phase in PHASES["closed"]
    body = {
        "reference": found.reference,
        "by": own.point.value,
        "words": f"{said.words}\n(status: {said.status})".strip() if is_unclear else said.words,
        "links": said.links,
        "not_done": not_done,
    }
    content, sender = json.dumps(body, ensure_ascii=False).encode(), blind(own.point.channel.value, own.point.value)
    keep_deliveries([delivery_row(OPEN311, provider_id=f"update:{said.once}", body=content, now=now, sender=sender, said_at=now)])


def _says_not_done(found: Public, said: Said, *, now: datetime) -> bool:
    """Return whether the reporter says that an answered case is not done.

    “reopen” says so. “open” stands beside every word on what FixMyStreet holds to be open: it says so only of what we had told
    it to be closed before the word was said.
    """
    if said.status == _REOPEN:
        return True
    if said.status != "open" or found.phase is not Phase.RESOLVED:
        return False
    told = public_updates(start=now - LONGEST_SPAN, end=now, references=[found.reference])
    return bool(told) and told[-1].step is Phase.RESOLVED and told[-1].at.replace(microsecond=0) <= (said.at or now)


def _fields(request: HttpRequest) -> QueryDict:
    """Return what was sent. Raises Unreadable for what is no form, too large, or brings files."""
    try:
        fields, has_files = request.POST, bool(request.FILES)
    except RequestDataTooBig:
        raise Unreadable(Refusal(413, _("Nội dung quá lớn."))) from None
    except _UNREADABLE:
        raise _no_form() from None
    if not fields and int(request.META.get("CONTENT_LENGTH") or 0):
        raise _no_form()
    if has_files:
        raise Unreadable(Refusal(400, _("Ở đây không nhận tệp: hãy gửi media_url.")))
    return fields


def _no_form() -> Unreadable:
    return Unreadable(Refusal(400, _("Nội dung không đọc được: cần biểu mẫu UTF-8 (urlencoded hoặc multipart), không quá lớn.")))


def _require_key(request: HttpRequest, fields: QueryDict) -> bool:
    """Return whether the sender has one of our keys. Raises Unreadable where the city gave some out and this is none."""
    state = state_of_key(fields.get("api_key", "") or request.GET.get("api_key", ""))
    if state is KeyState.MISSING:
        count_refused(OPEN311, "unsigned", now=timezone.now())
        raise Unreadable(Refusal(403, _("api_key: cần khóa. Nơi cấp khóa ghi trong discovery, key_service.")))
    if state is KeyState.WRONG:
        count_refused(OPEN311, "wrong_signature", now=timezone.now())
        raise Unreadable(Refusal(403, _("api_key: khóa này không đúng.")))
    return state is KeyState.GOOD


def _read(fields: QueryDict) -> Said:
    refusals: list[Refusal] = []
    reference = fields.get("service_request_id", "").strip()
    if not reference:
        refusals.append(Refusal(400, _("service_request_id: cần có.")))
    status = fields.get("status", "").strip().lower().replace(" ", "_")
    if status and status not in _OPEN | _CLOSED:
        known = ", ".join(sorted(_OPEN | _CLOSED))
        refusals.append(Refusal(400, _("%(name)s: chỉ có %(codes)s.") % {"name": "status", "codes": known}))
    at = moment({"updated_datetime": fields.get("updated_datetime", "")}, "updated_datetime", refusals)
    if len(fields.get("update_id", "")) > _ID_LETTERS:
        refusals.append(_too_long("update_id", _ID_LETTERS))
    words, links = _words(fields, refusals)
    if refusals:
        raise Unreadable(*refusals)
    return Said(reference, words, links, status, tuple(_points(fields)), _once(fields), at)


def _words(fields: QueryDict, refusals: list[Refusal]) -> tuple[str, tuple[str, ...]]:
    """Return the words, and the links to photos, each once."""
    links = [link.strip() for link in fields.getlist("media_url") + fields.getlist("media_url[]") if link.strip()]
    try:
        words = clean(fields.get("description", ""), limit=MOST_WORDS)
        if not words and not links:
            refusals.append(Refusal(400, _("description: cần có.")))
        cleaned = clean("\n".join([words, *dict.fromkeys(links)]), limit=MOST_WORDS)
    except TextTooLong:
        refusals.append(_too_long("description", MOST_WORDS))
        return "", ()
    return words, tuple(cleaned[len(words) :].split())


def _points(fields: QueryDict) -> Iterator[Point]:
    """Yield the address and the number of whoever says it, where they are some."""
    for name, read in (("email", read_email), ("phone", read_phone)):
        with suppress(NotAContact):
            yield read(fields.get(name, ""))


def _too_long(name: str, limit: int) -> Refusal:
    return Refusal(400, _("%(name)s: dài quá %(limit)s chữ cái.") % {"name": name, "limit": limit})


def _once(fields: QueryDict) -> str:
    """Return what makes this update the same when it is sent again: the sender's own name for it, else all that it says."""
    names = ["service_request_id", "update_id"] + (
        [] if fields.get("update_id") else ["description", "updated_datetime", "status"]
    )
    said = json.dumps([fields.get(name, "") for name in names]).encode()
    return f"open311:{sha256(said).hexdigest()[:32]}"
