"""Asks agencies' Open311 servers about the parts that they have, and takes in what they say, as the agency's own hand.

Open there: the part is accepted; other words: progress; closed: the result, with the photo that the server shows. The desk looks
at each result as at any other. Where a result lacks what the service asks for, it stays progress and somebody of the agency
has to file it: the page says so.
"""

import hashlib
import traceback
from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import override

from hotline.casefile import actions as casefile
from hotline.casefile.access import AgencyDoor, agency_door
from hotline.casefile.pictures import PictureRefused, receive
from hotline.casefile.pictures.facts import LARGEST_UPLOAD
from hotline.casefile.queries.partevents import stands_merged
from hotline.core.facts import Actor, ActorKind
from hotline.core.status import MoveNotAllowed, Part
from hotline.dispatch import actions
from hotline.dispatch.connectors import open311
from hotline.dispatch.connectors.open311 import Said
from hotline.dispatch.facts import AskedCase, agency_viewer
from hotline.dispatch.outgoing import OutgoingRefused, Unreachable, send

BATCH = 1
_LACKS = (casefile.EvidenceMissing, casefile.EvidenceRefused, casefile.NoSuchAttachment, casefile.PartsUnderOpen)

log = structlog.get_logger(__name__)


def ask_systems(now: datetime) -> int:
    """Ask about the parts that are due; return how many were asked about."""
    cases = actions.lease_cases(limit=BATCH, now=now)
    for case in cases:
        _deal_with(case, now=now)
    return len(cases)


def _deal_with(case: AskedCase, *, now: datetime) -> None:
    """Ask about one part. The one place where a fault of ours is caught: no part stops the others."""
    try:
        said = open311.ask(case)
        if said is None:
            actions.ask_later(case.id, failures=0, reason="no_number", now=now)
        else:
            _take_in(case, said, now=now)
    except (OutgoingRefused, Unreachable) as silent:
        actions.ask_later(case.id, failures=case.failures, reason=silent.why, now=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - one isolation point for each loop
        kind, where = type(error).__name__, traceback.extract_tb(error.__traceback__)[-1]
        log.error("a case could not be asked about", remote=case.id, fault=kind, where=f"{where.filename}:{where.lineno}")
        actions.ask_later(case.id, failures=case.failures, reason="ours", now=now)


def _take_in(case: AskedCase, said: Said, *, now: datetime) -> None:
    digest = hashlib.sha256(f"{said.is_closed}\n{said.words}".encode()).digest()
    try:
        if digest != case.said or said.is_closed:
            if not said.is_closed:
                _work(case, said.words, now=now)
            elif not _finished(case, said, now=now):
                actions.remote_case_over(case.id, stuck="lacks", now=now)
                return
    except (casefile.NoSuchCase, casefile.StandsMerged, MoveNotAllowed):
        if stands_merged(case.part_id):  # until somebody parts them again
            actions.ask_later(case.id, failures=case.failures, reason="merged", now=now)
        else:  # it went elsewhere, or somebody of the agency was quicker
            actions.remote_case_over(case.id, now=now)
        return
    if said.is_closed:
        actions.remote_case_over(case.id, now=now)
    else:
        actions.remote_case_said(case.id, said=digest, number=said.number, now=now)


def _work(case: AskedCase, words: str, *, now: datetime) -> None:
    """Accept the part, unless it was, and file what the server says as progress."""
    with agency_door(agency_viewer(case.unit_id)) as door:
        _accept(door, case, now=now)
        if words:
            casefile.file_progress(case.part_id, note=words, now=now, actor=_hand(case))


def _finished(case: AskedCase, said: Said, *, now: datetime) -> bool:
    """File the result; return False when it lacks something, and then what was said is progress."""
    photos = _photos(case, said.photo, now=now)
    with override("vi"):
        words = said.words or _("Hệ thống của đơn vị báo đã xử lý xong.")
    try:
        with agency_door(agency_viewer(case.unit_id)) as door:
            _accept(door, case, now=now)
            casefile.file_result(case.part_id, note=words, evidence=photos, now=now, actor=_hand(case))
    except _LACKS:
        _work(case, words, now=now)
        return False
    return True


def _accept(door: AgencyDoor, case: AskedCase, *, now: datetime) -> None:
    part = next(one for one in door.case(case.part_id).parts if one.id == case.part_id)
    if part.state is Part.FORWARDED:
        casefile.accept_part(case.part_id, now=now, actor=_hand(case))


def _photos(case: AskedCase, url: str, *, now: datetime) -> list[str]:
    """Return the key of the photo that the server shows, kept as evidence; none when there is none to be had."""
    if not url:
        return []
    try:
        reply = send("GET", url, headers={"Accept": "image/*"}, limit=LARGEST_UPLOAD)
        if not reply.is_good:
            return []
        picture = receive(reply.content, now=now)
    except (OutgoingRefused, Unreachable, PictureRefused):
        return []
    casefile.keep_evidence(picture, part_id=case.part_id, now=now)
    return [picture.key]


def _hand(case: AskedCase) -> Actor:
    return Actor(ActorKind.AGENCY, unit_id=case.unit_id)
