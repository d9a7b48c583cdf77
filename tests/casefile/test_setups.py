"""How a channel is set up: secrets sealed, what was changed recorded by its name, and a test that goes by the outbox."""

import json
from datetime import timedelta

import pytest

from hotline.casefile import actions
from hotline.casefile.actions.channeltests import send_channel_test
from hotline.casefile.contactpoints import read_account
from hotline.casefile.models import ChannelSetup, Event
from hotline.casefile.queries.channelhealth import last_deliveries, out_health, trial
from hotline.casefile.queries.setups import OUTSIDE, forget_setups, secrets_outside, setup_of, setups
from hotline.core.facts import SYSTEM, Actor, ActorKind, Channel
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")
SECRET = "chỉ-một-mình-tôi-biết"


def test_of_secrets_is_told_only_which_and_since_when() -> None:
    actions.set_up_channel("zalo", options={"app_id": "1"}, secrets={"app_secret": SECRET}, now=make.NOW, actor=SYSTEM)
    later = make.NOW + timedelta(days=1)
    actions.set_up_channel("zalo", options={"app_id": "2"}, secrets={"oa_secret": SECRET}, now=later, actor=SYSTEM)
    (found,) = setups()
    assert found.secrets == {"app_secret": make.NOW, "oa_secret": later}
    assert SECRET not in repr(found)
    assert SECRET.encode() not in bytes(ChannelSetup.objects.get().secrets)
    assert [event.facts for event in Event.objects.filter(name="channel_set_up").order_by("id")] == [
        {"way": "zalo", "is_on": True, "secrets": ["app_secret"], "options": ["app_id"]},
        {"way": "zalo", "is_on": True, "secrets": ["oa_secret"], "options": ["app_id"]},
    ]
    assert SECRET not in json.dumps(list(Event.objects.values_list("facts", flat=True)), ensure_ascii=False)


def test_a_secret_that_is_taken_away_has_no_date() -> None:
    actions.set_up_channel("relay", options={}, secrets={"secret": SECRET}, now=make.NOW, actor=SYSTEM)
    actions.set_up_channel("relay", options={}, secrets={"secret": ""}, now=make.NOW, actor=SYSTEM)
    assert setups()[0].secrets == {}


def test_the_environment_stands_before_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    actions.set_up_channel("relay", options={}, secrets={"secret": SECRET}, now=make.NOW, actor=SYSTEM)
    monkeypatch.setenv(f"{OUTSIDE}RELAY_SECRET", "từ môi trường")
    forget_setups()
    found = setup_of("relay")
    assert found is not None
    assert found.secrets == {"secret": "từ môi trường"}
    assert secrets_outside("zalo") == {}


def test_a_test_goes_by_the_outbox_and_only_who_sent_it_sees_it() -> None:
    me = Actor(ActorKind.STAFF, user_id=7)
    point = read_account(Channel.SMS, "0908369123")
    number = send_channel_test(point, words="Tin thử", language="vi", now=make.NOW, actor=me)
    found = trial(number, by=7)
    assert found is not None
    assert (found.asked, found.channel, found.state) == ("sms", "sms", "waiting")
    assert trial(number, by=8) is None
    assert out_health()["sms"].waiting == 1
    assert last_deliveries() == {}
    assert Event.objects.get(name="channel_tested").facts == {"way": "sms", "message": number}
