"""Comments under public cases: by anyone, shown once the desk let them through, never as they were typed."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions as cases
from hotline.casefile.facts import ContactDraft, Draft, Opened
from hotline.core.facts import SYSTEM, Actor, ActorKind, Channel, Forward, Publish
from hotline.directory.queries import snapshot
from hotline.people import actions as people
from hotline.people.facts import Role
from hotline.public import actions, queries
from hotline.public.comments import REASONS, draw_ticket
from hotline.public.models import Comment
from tests import make
from tests.people.persons import make_person, signed_in
from tests.public.portal import page

pytestmark = [pytest.mark.parametrize("city", ["hue"], indirect=True), pytest.mark.usefixtures("city", "db")]

WORDS = "Đèn vẫn tắt. Hỏi bà Chim Yến, 0987 654 321."
DESK = Actor(ActorKind.STAFF, user_id=7)


def public_case() -> Opened:
    """Open a case of Huế that everyone may read from reception."""
    from_reception = [one for one in snapshot().services.values() if one.publish is Publish.FROM_RECEPTION]
    service = next(one for one in from_reception if one.forward is Forward.OPERATOR)
    contact = ContactDraft(name=make.NAME, phone=make.PHONE)
    draft = Draft(service.code, "Đèn tắt", Channel.WEB, contact=contact, place=make.place(snapshot().wards[0].code))
    return cases.open_request(draft, now=timezone.now())


def drawn(ago: float = 60.0) -> str:
    return draw_ticket(now=timezone.now() - timedelta(seconds=ago))


def write(opened: Opened, client: Client | None = None, **changes: str) -> int:
    """Send a comment as a browser does; return the status."""
    sent = {"words": WORDS, "ticket": drawn(), "website": "", **changes}
    return (client or Client()).post(f"/cases/{opened.reference}/comments/", sent).status_code


def desk(role: Role = Role.SYNTHESIS) -> Client:
    return signed_in(make_person("desk", role))


# Writing --------------------------------------------------------------------------------------------------------------


def test_a_comment_waits_and_nobody_outside_reads_it() -> None:
    opened = public_case()
    assert write(opened, not_done="on") == 302
    assert "Chúng tôi đã nhận ý kiến" in page(f"/cases/{opened.reference}/?said=1")
    text = page(f"/cases/{opened.reference}/")
    for kept_back in ("Đèn vẫn tắt", "Chim Yến", "987", "654 321"):
        assert kept_back not in text
    event = make.case(opened).events[-1]
    assert (event.name, event.facts["not_done"]) == ("comment_written", True)
    assert "Chim" not in str(event), "the record holds ids only"


def test_a_comment_changes_nothing_under_a_desks_hand() -> None:
    opened = public_case()
    before = make.case(opened).request
    write(opened)
    after = make.case(opened).request
    assert (after.version, after.changed_at) == (before.version, before.changed_at)


def test_the_same_form_twice_is_one_comment() -> None:
    opened, ticket = public_case(), drawn()
    assert [write(opened, ticket=ticket) for _ in range(2)] == [302, 302]
    assert Comment.objects.count() == 1
    write(opened, ticket=ticket, words="Một ý khác")
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    ("why", "sent", "status"),
    [
        ("nothing written", {"words": "  "}, 422),
        ("too long", {"words": "a" * 1001}, 422),
        ("sent at once, as machines do", {"ticket": "AT ONCE"}, 422),
        ("a form of yesterday", {"ticket": "YESTERDAY"}, 422),
        ("a form that we never drew", {"ticket": "x"}, 422),
        ("no ticket", {"ticket": ""}, 422),
        ("a field that nobody sees", {"website": "https://spam.example"}, 302),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_taken(why: str, sent: dict[str, str], status: int) -> None:
    tickets = {"AT ONCE": drawn(1), "YESTERDAY": drawn(25 * 3600)}
    sent = {name: tickets.get(value, value) for name, value in sent.items()}
    assert write(public_case(), None, **sent) == status, why
    assert Comment.objects.count() == 0


def test_a_form_that_came_too_soon_keeps_its_words_and_gets_a_new_ticket() -> None:
    opened = public_case()
    response = Client().post(f"/cases/{opened.reference}/comments/", {"words": "Vẫn tắt", "ticket": drawn(0)})
    text = response.content.decode()
    assert "Vẫn tắt" in text
    assert "Chưa gửi được" in text


def test_one_device_writes_only_so_many() -> None:
    opened, client = public_case(), Client()
    client.get(f"/cases/{opened.reference}/")
    statuses = [write(opened, client, words=f"Ý kiến {n}") for n in range(6)]
    assert statuses == [302] * 4 + [429] * 2
    assert write(opened, Client(), words="Một máy khác") == 302


@pytest.mark.parametrize("reference", ["1022-2611-ZZZZ-ZZZZ-Z", "x", "%00"])
def test_there_is_nothing_to_comment_on(reference: str) -> None:
    assert Client().post(f"/cases/{reference}/comments/", {"words": "a", "ticket": drawn()}).status_code == 404


def test_a_case_that_is_not_public_takes_no_comment() -> None:
    opened = public_case()
    reason = snapshot().reasons["refuse"][0].code  # type: ignore[index]
    cases.refuse(opened.request_id, reason=reason, now=timezone.now(), actor=make.DESK)
    assert write(opened) == 404


def test_get_is_no_way_to_write() -> None:
    assert Client().get(f"/cases/{public_case().reference}/comments/").status_code == 405


# Deciding -------------------------------------------------------------------------------------------------------------


def test_the_desk_reads_it_whole_with_what_looks_personal_struck_out() -> None:
    opened = public_case()
    write(opened, words="Cảm ơn")
    write(opened, not_done="on")
    text = desk().get("/synthesis/comments/").content.decode()
    assert "Chim Yến" in text
    assert "Hỏi bà Chim Yến, […]." in text, "the proposal"
    assert text.index("Đèn vẫn tắt") < text.index("Cảm ơn"), "what is not done comes first"
    assert opened.reference in text


def test_let_through_in_approved_words_with_a_reply() -> None:
    opened = public_case()
    write(opened, not_done="on")
    (waiting,) = queries.waiting_comments()
    form = {f"publish{waiting.id}-public_words": "Đèn vẫn tắt.", f"publish{waiting.id}-reply": "Đơn vị ra lại tối nay."}
    etag = Client().get(f"/cases/{opened.reference}/").headers["ETag"]
    client = desk()
    assert client.post(f"/synthesis/comments/{waiting.id}/publish/", form).status_code == 302
    response = Client().get(f"/cases/{opened.reference}/")
    text = response.content.decode()
    for shown in ("Đèn vẫn tắt.", "Đơn vị ra lại tối nay.", "Thấy chưa xong", "Tổng đài trả lời"):
        assert shown in text
    assert "Chim Yến" not in text
    assert response.headers["ETag"] != etag
    assert make.case(opened).events[-1].name == "comment_published"
    assert client.post(f"/synthesis/comments/{waiting.id}/publish/", form).status_code == 302
    assert [event.name for event in make.case(opened).events].count("comment_published") == 1, "decided once"


def test_kept_back_with_a_reason_and_taken_back_later() -> None:
    opened, client = public_case(), desk(Role.SUPERVISOR)
    write(opened)
    (waiting,) = queries.waiting_comments()
    address, name = f"/synthesis/comments/{waiting.id}/decline/", f"decline{waiting.id}-reason"
    assert client.post(address, {name: ""}).status_code == 422
    assert client.post(address, {name: "whim"}).status_code == 422
    assert queries.count_waiting() == 1
    actions.publish_comment(waiting.id, public_words="Đèn vẫn tắt.", reply="", now=timezone.now(), actor=DESK)
    assert "Đèn vẫn tắt." in page(f"/cases/{opened.reference}/")
    assert client.post(address, {name: "personal"}).status_code == 302
    assert "Đèn vẫn tắt." not in page(f"/cases/{opened.reference}/")
    event = make.case(opened).events[-1]
    assert (event.name, event.reason) == ("comment_declined", "personal")
    with pytest.raises(actions.AlreadyDecided):
        actions.publish_comment(waiting.id, public_words="x", reply="", now=timezone.now(), actor=DESK)


def test_words_are_not_let_through_empty() -> None:
    write(public_case())
    (waiting,) = queries.waiting_comments()
    response = desk().post(f"/synthesis/comments/{waiting.id}/publish/", {f"publish{waiting.id}-public_words": " "})
    assert response.status_code == 422
    assert queries.count_waiting() == 1


def test_what_was_typed_is_erased_a_while_after_the_decision() -> None:
    write(public_case())
    (waiting,) = queries.waiting_comments()
    now = timezone.now()
    assert actions.erase_comments(now=now + timedelta(days=400)) == 0, "nobody has decided"
    actions.decline_comment(waiting.id, reason="personal", now=now, actor=DESK)
    assert actions.erase_comments(now=now + timedelta(days=29)) == 0
    assert actions.erase_comments(now=now + timedelta(days=31)) == 1
    assert Comment.objects.get().words == ""


def test_every_reason_has_words() -> None:
    assert all(str(words) for words in REASONS.values())


def test_an_agency_has_no_grant_on_comments() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE hotline_agency")
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT * FROM public_comment")
        cursor.execute("RESET ROLE")


def test_the_desk_of_another_hotline_is_offered_none_that_were_let_through() -> None:
    """It could only find, on pressing the button, that there is no such comment for it."""
    opened = public_case()
    write(opened)
    [waiting] = queries.waiting_comments()
    actions.publish_comment(waiting.id, public_words="Đèn vẫn tắt.", reply="", now=timezone.now(), actor=DESK)
    assert f"decline{waiting.id}-reason" in desk().get("/synthesis/comments/").content.decode()
    person = make_person("ha")
    people.grant_role(person, role=Role.SYNTHESIS, unit_id=None, stream="khac", now=make.NOW, actor=SYSTEM)
    other = signed_in(person)
    assert f"decline{waiting.id}-reason" not in other.get("/synthesis/comments/").content.decode()
    assert other.post(f"/synthesis/comments/{waiting.id}/decline/").status_code == 404
