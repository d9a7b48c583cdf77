"""The supervisor's pages of deliveries call ways and refusals by names that people know, never by our codes."""

from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Delivery
from hotline.intake.shortmessages import NO_NUMBER
from hotline.people.facts import Role
from tests.intake.relaying import post, read_all, said, set_up
from tests.people.persons import make_person, signed_in


@pytest.mark.parametrize(("language", "relay_is"), [("vi", "Máy nhắn tin của thành phố"), ("en", "The city's own SMS device")])
def test_ways_are_called_by_their_names(city: str, db: None, language: str, relay_is: str) -> None:
    set_up()
    assert post({"messages": []}, secret="khác").status_code == 403
    actions.count_refused("smpp", NO_NUMBER, now=timezone.now())
    assert Client().post("/in/fax/", b"{}", content_type="application/json").status_code == 404
    said({"id": "zone", "text": "Đèn hư", "at": "2026-03-02T09:00:00"})
    read_all()
    said({"id": "waits", "text": "Rác đầy"})
    aside = Delivery.objects.get(state="unreadable")
    supervisor = signed_in(make_person("thao", Role.SUPERVISOR))
    supervisor.cookies["django_language"] = language
    page = unescape(supervisor.get("/supervisor/deliveries/").content.decode())
    for told in (f"{relay_is}: 1 ", f">{relay_is} · {aside.pk}<", f">{relay_is}<", ">SMPP<", ">–<"):
        assert told in page
    opened = unescape(supervisor.get(f"/supervisor/deliveries/{aside.pk}/").content.decode())
    assert f"{relay_is} {aside.pk}" in opened
    for code in ("relay", NO_NUMBER):
        assert code not in page + opened
