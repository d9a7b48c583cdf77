"""What the program could not read is read by a supervisor: with a reason, as it came, and nothing of it runs or deceives."""

import pytest
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Delivery, Event
from hotline.casefile.models.deliveries import DeliveryState
from hotline.core.facts import SYSTEM
from hotline.intake.rawtext import MOST_LETTERS, raw_text
from hotline.people.facts import Role
from tests.intake.relaying import post, read_all, set_up
from tests.people.persons import make_person, signed_in

RAW = [
    ("words", "Đèn hư\r\nở đây".encode(), "Đèn hư\nở đây", True, False),
    ("bytes that are no text", b"\xff\xfeabc", "\\xff\\xfeabc", False, False),
    ("what turns the line", "a\u202eb\u200bc\x00".encode(), "a\\u202eb\\u200bc\\u0000", True, False),
    ("a novel", b"x" * (MOST_LETTERS + 1), "x" * MOST_LETTERS, True, True),
    ("a film", b"\xff" * 10_000_000, ("\\xff" * MOST_LETTERS)[:MOST_LETTERS], False, True),
    ("nothing", b"", "", True, False),
]


@pytest.mark.parametrize(("what", "body", "text", "is_text", "is_cut"), RAW, ids=[row[0] for row in RAW])
def test_bytes_are_shown_as_they_came(what: str, body: bytes, text: str, is_text: bool, is_cut: bool) -> None:
    shown = raw_text(body)
    assert (shown.text, shown.is_text, shown.is_cut, shown.size) == (text, is_text, is_cut, len(body))


@pytest.fixture
def aside(city: str, db: None) -> int:
    """Give the number of a delivery that could not be read."""
    set_up()
    assert post(b'{"messages": "<script>alert(1)</script> 0908369123"}').status_code == 200
    read_all()
    row = Delivery.objects.get()
    assert row.state == DeliveryState.UNREADABLE
    return row.pk


def test_a_supervisor_reads_it_with_a_reason_that_is_recorded(aside: int) -> None:
    supervisor = signed_in(make_person("sau", Role.SUPERVISOR))
    address = f"/supervisor/deliveries/{aside}/"
    assert address in supervisor.get("/supervisor/deliveries/").content.decode()
    first = supervisor.get(address)
    assert "0908369123" not in first.content.decode()
    assert supervisor.post(address, {"why": ""}).status_code == 422
    assert supervisor.post(address, {"why": "curiosity"}).status_code == 422
    assert not Event.objects.filter(name="delivery_opened").exists()
    page = supervisor.post(address, {"why": "repair"})
    assert "0908369123" in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    event = Event.objects.get(name="delivery_opened")
    assert (event.reason, event.facts) == ("repair", {"delivery": aside})


def test_nobody_else_reads_it_and_nothing_else_is_read(aside: int) -> None:
    address = f"/supervisor/deliveries/{aside}/"
    operator = signed_in(make_person("lan", Role.OPERATOR))
    assert operator.get(address).status_code == 403
    assert operator.post(address, {"why": "repair"}).status_code == 403
    supervisor = signed_in(make_person("sau", Role.SUPERVISOR))
    Delivery.objects.update(body=None)
    assert "đã được xóa" in supervisor.post(address, {"why": "asked"}).content.decode()
    Delivery.objects.update(state=DeliveryState.READ)
    assert supervisor.post(address, {"why": "repair"}).status_code == 302
    with pytest.raises(actions.NotSetAside):
        actions.open_delivery(aside, why=actions.OpenedFor.REPAIR, now=timezone.now(), actor=SYSTEM)
