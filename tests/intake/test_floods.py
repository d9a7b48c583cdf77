"""Who writes more than a person does is kept, counted and told once; danger is heard all the same, and so is STOP."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hotline.casefile.models import Conversation, Delivery, Incoming, Message, OptOut, RefusedDeliveries
from hotline.casefile.models.deliveries import DeliveryState
from hotline.core.becoming import Became
from hotline.intake import flooding
from hotline.people.facts import Role
from tests.intake.relaying import heard, set_up
from tests.people.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("city", "db")

OTHER = "0912345678"


@pytest.fixture(autouse=True)
def _three_an_hour(city: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flooding, "MOST_IN_HOUR", 3)
    set_up()


def _became() -> list[str]:
    return list(Incoming.objects.order_by("id").values_list("became", flat=True))


def test_a_flood_is_kept_told_once_and_seen_by_an_operator_once() -> None:
    events = heard(*[f"Quảng cáo số {number}" for number in range(7)])
    assert _became()[3:] == [Became.DOUBT, Became.HELD, Became.HELD, Became.HELD]
    assert events.count("talk_person") == 1
    assert not Delivery.objects.exclude(state=DeliveryState.READ).exists()
    assert RefusedDeliveries.objects.get(reason=flooding.FLOOD).count == 4
    page = signed_in(make_person("thao", Role.SUPERVISOR)).get("/supervisor/deliveries/").content.decode()
    assert "Quá nhiều tin từ một người" in page


def test_another_sender_is_answered_all_the_same() -> None:
    heard(*["Quảng cáo"] * 5)
    before = Message.objects.count()
    heard("Đèn đường hư ở phường Sài Gòn", sender=OTHER)
    assert Message.objects.count() == before + 1
    assert _became()[-1] == Became.TURN


def test_danger_in_a_flood_reaches_a_person() -> None:
    heard(*["Quảng cáo"] * 5)
    assert heard("Cháy nhà, có người mắc kẹt")[-1] == "talk_danger"
    assert Conversation.objects.get(ended_at__isnull=True).urgent


def test_who_floods_can_still_ask_for_silence() -> None:
    heard(*["Quảng cáo"] * 5)
    heard("DỪNG")
    assert OptOut.objects.count() == 1


def test_after_an_hour_they_are_heard_again() -> None:
    heard(*["Quảng cáo"] * 5)
    Incoming.objects.update(read_at=timezone.now() - timedelta(hours=1, minutes=1))
    heard("Quảng cáo")
    assert _became()[-1] == Became.TURN


def test_once_an_operator_has_decided_the_next_one_is_shown_again() -> None:
    heard(*["Quảng cáo"] * 5)
    Incoming.objects.filter(became=Became.DOUBT).update(became=Became.NOTHING, settled_at=timezone.now())
    heard("Quảng cáo")
    assert _became()[-1] == Became.DOUBT
