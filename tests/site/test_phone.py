"""The demonstration's telephone: each channel by its own signed door, answers as they left; nowhere but in a demonstration."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Delivery, Incoming
from hotline.casefile.queries.setups import forget_setups, refused_since, setups
from hotline.core.facts import SYSTEM, Channel
from hotline.intake import simulated
from hotline.notify.configuration import configuration
from hotline.notify.draining import Drain
from hotline.notify.senders.console import ConsoleSender
from hotline.site.phone.delivering import WAYS
from tests.intake.photos import encoded, scene
from tests.intake.relaying import read_all

pytestmark = pytest.mark.usefixtures("city", "db")
WORDS = "Đèn đường hư ở 12 Lê Lợi"
_COST = re.compile(r"([0-9]) phần SMS · ([0-9.]+)\sđ")


@pytest.fixture(autouse=True)
def outbox(city: None, db: None, settings: LazySettings) -> Path:
    """Be a demonstration, and return its outbox: shared, for the keys lie beside it; every telephone has a number of its own."""
    settings.IS_DEMONSTRATION = True
    forget_setups()
    return configuration().outbox


def answered(channel: Channel, outbox: Path) -> None:
    """Have everything read that came, and everything sent that waits on a channel."""
    read_all()
    Drain(channel, ConsoleSender(outbox / f"{channel}.jsonl"), demonstration=True).run(timezone.now())


def test_elsewhere_there_is_none(client: Client, settings: LazySettings) -> None:
    settings.IS_DEMONSTRATION = False
    assert client.get("/phone/").status_code == 404
    assert client.get("/phone/sms/").status_code == 404
    assert client.post("/phone/sms/say/", {"text": WORDS}).status_code == 404
    assert setups() == ()


@pytest.mark.parametrize("channel", list(WAYS))
def test_what_is_written_comes_by_the_door_and_the_answer_is_read(client: Client, channel: Channel, outbox: Path) -> None:
    assert client.get(f"/phone/{channel}/").status_code == 200
    assert client.post(f"/phone/{channel}/say/", {"text": WORDS}).status_code == 302
    assert list(Delivery.objects.values_list("channel", flat=True)) == [WAYS[channel]]
    assert refused_since(timezone.now() - timedelta(hours=2)) == ()
    answered(channel, outbox)
    page = client.get(f"/phone/{channel}/").text
    assert WORDS in page
    assert page.count('class="bubble"') == 1
    assert WORDS not in Client().get(f"/phone/{channel}/").text  # another telephone


def test_an_email_answers_the_one_before(client: Client, outbox: Path) -> None:
    client.get("/phone/email/")
    client.post("/phone/email/say/", {"text": WORDS})
    answered(Channel.EMAIL, outbox)
    client.post("/phone/email/say/", {"text": "1"})
    read_all()
    assert [json.loads(_body(one))["text"] for one in Incoming.objects.order_by("id")] == [WORDS, "1"]


@pytest.mark.parametrize("channel", [Channel.ZALO, Channel.MESSENGER, Channel.VIBER])
def test_a_button_is_pressed(client: Client, channel: Channel) -> None:
    client.get(f"/phone/{channel}/")
    client.post(f"/phone/{channel}/say/", {"code": "other"})
    read_all()
    (found,) = Incoming.objects.all()
    assert '"choice": "other"' in _body(found)


@pytest.mark.parametrize("channel", [Channel.ZALO, Channel.VIBER])
def test_a_place_is_sent(client: Client, channel: Channel) -> None:
    client.post(f"/phone/{channel}/say/", {"lat": "10.7769", "lon": "106.7009"})
    read_all()
    assert "10.7769" in _body(Incoming.objects.get())


@pytest.mark.parametrize("channel", list(WAYS))
def test_a_photo_is_sent_with_words(client: Client, channel: Channel, tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(encoded(scene()))
    with file.open("rb") as photo:
        assert client.post(f"/phone/{channel}/say/", {"text": WORDS, "photo": photo}).status_code == 302
    read_all()
    (found,) = Incoming.objects.all()
    assert (len(found.photos), found.lost) == (1, 0)
    assert json.loads(_body(found))["text"] == WORDS
    assert 'data-again="/phone/' in (page := client.get(f"/phone/{channel}/").text)
    assert page.count("bubble--own") == 1


def test_a_photo_of_the_telephone_is_fetched_in_no_installation_for_real(settings: LazySettings) -> None:
    link = simulated.link_of(b"photo")
    assert simulated.photo_at(link) == b"photo"
    assert simulated.photo_at(f"{link}/../{link[-32:]}") is None
    assert simulated.photo_at(link[:-1] + "g") is None
    settings.IS_DEMONSTRATION = False
    assert simulated.photo_at(link) is None


def test_photos_of_the_telephone_are_forgotten() -> None:
    link = simulated.link_of(b"photo")
    assert simulated.forget_photos(before=timezone.now() - timedelta(days=1)) == 0
    assert simulated.forget_photos(before=timezone.now() + timedelta(minutes=1)) >= 1
    assert simulated.photo_at(link) is None


def test_an_sms_says_its_parts_and_what_they_cost(client: Client, outbox: Path) -> None:
    price = {"options": {"part_price": "700"}, "secrets": {}}
    client.post("/phone/sms/say/", {"text": WORDS})
    answered(Channel.SMS, outbox)
    page = client.get("/phone/sms/").text
    assert "1 phần SMS" in page
    assert not _COST.findall(page)  # nobody knows what a part costs
    actions.set_up_channel("console", **price, now=timezone.now(), actor=SYSTEM)  # type: ignore[arg-type]
    forget_setups()
    ((parts, amount),) = _COST.findall(client.get("/phone/sms/").text)
    assert int(amount.replace(".", "")) == 700 * int(parts)


@pytest.mark.parametrize("said", [{}, {"text": " "}, {"lat": "91", "lon": "0"}, {"text": "x" * 5000}])
def test_nothing_is_delivered_of_what_says_nothing(client: Client, said: dict[str, str]) -> None:
    assert client.post("/phone/sms/say/", said).status_code == 422
    assert not Delivery.objects.exists()


def test_a_number_is_not_chosen_by_hand(client: Client) -> None:
    client.cookies["phone"] = "1234567"
    assert "1234567" not in client.get("/phone/sms/").text


def test_there_is_no_such_channel(client: Client) -> None:
    assert client.get("/phone/fax/").status_code == 404
    assert client.get("/phone/zns/").status_code == 404


def _body(row: Incoming) -> str:
    from hotline.casefile.sealing import opened_text

    return opened_text(row.body)
