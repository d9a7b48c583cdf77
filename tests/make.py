"""Makes what tests need through the same actions that people's clicks call. Nothing here is random."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from itertools import count
from time import monotonic, sleep

from django.db import connection
from django.utils import timezone
from PIL import Image

from hotline.casefile import actions, queries
from hotline.casefile.actions import Picture
from hotline.casefile.facts import CaseFile, ContactDraft, Draft, Opened, PartFacts
from hotline.core.directives import DossierReason
from hotline.core.facts import NOWHERE, Actor, ActorKind, AttachmentKind, Channel, Place, PlaceHow
from hotline.directory.queries import snapshot

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Monday 2 March 2026, 09:00 in Việt Nam: an ordinary working morning."""

OPERATOR = Actor(ActorKind.STAFF)
DESK = Actor(ActorKind.STAFF)
NAME, PHONE, EMAIL = "Nguyễn Thị Hoa Mai", "0908369123", "hoa.mai@thu.example"
SAI_GON = "26740"  # Phường Sài Gòn

_numbers = count(1)


def minutes(number: int) -> timedelta:
    """Return so many minutes."""
    return timedelta(minutes=number)


def place(code: str = SAI_GON) -> Place:
    """Return a place in a ward, at its centre."""
    area = snapshot().areas[code]
    return Place(area.lat, area.lon, "12 Lê Lợi", area.id, area.code, PlaceHow.NEAREST_CENTRE)


def draft(service: str = "pothole", **changes: object) -> Draft:
    """Return a report by Mrs. Mai about `service`, in Phường Sài Gòn where the service asks for a place."""
    needs_place = snapshot().services[service].place.value == "required" if service in snapshot().services else False
    made = Draft(
        service=service,
        words="Ổ gà lớn giữa đường, rất nguy hiểm.",
        channel=Channel.WEB,
        contact=ContactDraft(name=NAME, phone=PHONE),
        place=place() if needs_place and "place" not in changes else NOWHERE,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def report(service: str = "pothole", *, now: datetime = NOW, **changes: object) -> Opened:
    """Open a case."""
    return actions.open_request(draft(service, **changes), now=now)


def forwarded(service: str = "pothole", *, now: datetime = NOW, **changes: object) -> Opened:
    """Open a case and forward it two minutes later."""
    opened = report(service, now=now, **changes)
    actions.forward(opened.request_id, now=now + minutes(2), actor=OPERATOR)
    return opened


def with_results(service: str = "pothole", *, now: datetime = NOW, **changes: object) -> Opened:
    """Open a case, forward it, and have every agency file its result within two hours."""
    opened = forwarded(service, now=now, **changes)
    for part in case(opened).parts:
        actions.accept_part(part.id, now=now + minutes(60), actor=officer(part))
        actions.file_result(
            part.id, note="Đã vá xong.", evidence=[photo(now=now + minutes(110))], now=now + minutes(120), actor=officer(part)
        )
    return opened


def answered(service: str = "pothole", *, now: datetime = NOW, **changes: object) -> Opened:
    """Open a case and bring it to its answer, sent after three hours."""
    opened = with_results(service, now=now, **changes)
    answer(opened, now=now)
    return opened


def answer(opened: Opened, *, words: str = "Đơn vị đã vá xong ổ gà.", now: datetime = NOW) -> None:
    """Answer a case with all its results, three hours after `now`."""
    for part in case(opened).parts:
        actions.accept_result(part.id, now=now + minutes(150), actor=DESK)
    actions.draft_answer(opened.request_id, words=words, public_words=words, now=now + minutes(170), actor=DESK)
    actions.send_answer(opened.request_id, now=now + minutes(180), actor=DESK)


def submitted(opened: Opened, *, now: datetime = NOW) -> int:
    """Lay the case before the People's Committee: work on it is not thorough. Return the dossier's id."""
    dossier = actions.open_dossier(opened.request_id, reason=DossierReason.NOT_THOROUGH, now=now, actor=DESK)
    said = {part.unit_id: "Đơn vị cho rằng đã làm đủ." for part in case(opened).parts if part.forwarded_at}
    written = {"summary": "Hố ga hư nhiều lần.", "proposal": "Giao đơn vị làm dứt điểm.", "enclosed": ()}
    actions.write_dossier(dossier, positions=said, now=now, actor=DESK, **written)  # type: ignore[arg-type]
    actions.submit_dossier(dossier, now=now, actor=DESK)
    return dossier


def directed(opened: Opened, *, now: datetime = NOW, days: int = 14) -> tuple[int, ...]:
    """Have the People's Committee direct each agency of the case; return the directives' ids."""
    today = now.astimezone(snapshot().city.zone).date()
    due_on = today + timedelta(days=days)
    orders = [actions.Order(part.unit_id, "Làm dứt điểm, báo cáo kết quả.", due_on) for part in case(opened).parts]
    decision = {"paper": "123/UBND-ĐT", "signed_on": today, "decision": "Giao đơn vị xử lý dứt điểm."}
    return actions.record_decision(submitted(opened, now=now), orders=orders, now=now, actor=DESK, **decision)  # type: ignore[arg-type]


def complaint(*, of: str = "dkdd-q2", now: datetime = NOW, contact: ContactDraft | None = None) -> Opened:
    """Report a late dossier at a branch, in the hands of the department above it."""
    said = {"office": of, "dossier": "HS-2026-000777", "official": "Ông Sáu"}
    given = {"contact": contact} if contact else {}
    opened = report("land_dossier", now=now, words="Hồ sơ trễ ba tháng.", attributes=said, **given)
    actions.forward(opened.request_id, now=now + minutes(2), actor=DESK)
    part = lead(opened)
    actions.accept_part(part.id, now=now + minutes(3), actor=officer(part))
    return opened


def days_on(days: int) -> str:
    """Return a day so many days from today, as a form sends it."""
    return f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}"


def indexed() -> int:
    """Bring what everyone may look for up to this test's own cases, as the worker does a second after they commit."""
    return actions.rebuild_public()


def followed() -> None:
    """Follow the record as the worker does, until what has committed is taken in.

    Transactions that other tests have open on the same server are waited for: the worker takes in nothing past them.
    """
    until = monotonic() + 60
    while monotonic() < until:
        actions.follow_public()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT horizon > coalesce((SELECT max(xid) FROM casefile_event), '0'::xid8) FROM casefile_publicfollowing"
            )
            if (row := cursor.fetchone()) and row[0]:
                return
        sleep(0.05)
    raise AssertionError("the public entries do not follow the record")


def case(opened: Opened, *, language: str = "vi", revealed: bool = False) -> CaseFile:
    """Return the whole file as it stands."""
    return queries.case_file(opened.reference, language=language, revealed=revealed)


def lead(opened: Opened) -> PartFacts:
    """Return the lead's part."""
    return next(part for part in case(opened).parts if part.role == "lead" and part.state not in ("returned", "withdrawn"))


def officer(part: PartFacts) -> Actor:
    """Return somebody of the part's agency."""
    return Actor(ActorKind.AGENCY, unit_id=part.unit_id)


def photo(*, kind: AttachmentKind = AttachmentKind.EVIDENCE, now: datetime = NOW) -> str:
    """Keep the row of a photo and return its key. Its files are not made: what needs them uses `receive`."""
    number = next(_numbers)
    key = f"{number:032x}"
    # Hashes as those of photos that have nothing in common: of two running numbers they would differ in a bit or two.
    likeness = int.from_bytes(sha256(key.encode()).digest()[:8], signed=True)
    picture = Picture(key, number.to_bytes(32), likeness, 800, 600, None, None)
    actions.keep_picture(picture, kind=kind, now=now)
    return key


def jpeg(
    *, colour: tuple[int, int, int] = (120, 140, 160), size: tuple[int, int] = (640, 480), of: Image.Image | None = None
) -> bytes:
    """Return a small JPEG of one colour, or of a picture."""
    written = BytesIO()
    shown = Image.new("RGB", size, colour) if of is None else of.convert("RGB").resize(size)
    shown.save(written, "JPEG")
    return written.getvalue()
