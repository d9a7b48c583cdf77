"""A report made question by question: the table that an official could sign, and what holds for every row that is not in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.conversation import MOST_MISSES, understood
from hotline.core.facts import Place, PlaceHow, PlaceNeed
from hotline.core.talk import MOVES, OTHER, SKIP, Asked, Miss, Needs, Said, Turn, Understood, Why, offered_codes

BEGUN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SERVICES = {"light": "đèn", "rubbish": "rác", "idea": "góp ý", "noise": "ồn"}
WARDS = {"sài gòn": "SG", "tân định": "TD", "an phú": "AP"}


class Town:
    """A town of three wards and four services, which understands what its names say and nothing else."""

    def services(self, words: str) -> tuple[str, ...]:
        said = words.lower()
        return tuple(code for code, word in SERVICES.items() if word in said)

    def needs(self, service: str) -> Needs | None:
        kinds = {
            "light": Needs(PlaceNeed.REQUIRED),
            "rubbish": Needs(PlaceNeed.REQUIRED, photo=True),
            "idea": Needs(PlaceNeed.NONE),
            "noise": Needs(PlaceNeed.OPTIONAL),
        }
        return kinds.get(service)

    def places(self, words: str) -> tuple[Place, ...]:
        return tuple(
            Place(words=words, area_id=1, area_code=code, how=PlaceHow.CHOSEN) for name, code in WARDS.items() if name in words
        )

    def place_at(self, point: tuple[float, float]) -> Place | None:
        return Place(*point, area_id=1, area_code="SG", how=PlaceHow.POLYGON) if point[0] > 10 else None

    def is_danger(self, words: str) -> bool:
        return "cháy nhà" in words


def turns(*said: Turn | str) -> list[Turn]:
    made = [one if isinstance(one, Turn) else Turn(BEGUN, text=one) for one in said]
    return [replace(one, said_at=BEGUN + timedelta(minutes=n)) for n, one in enumerate(made)]


def photo(*keys: str, text: str = "") -> Turn:
    return Turn(BEGUN, text=text, photos=keys)


NO, ELSE, CANCEL = Turn(BEGUN, text="bỏ qua", skipped=True), Turn(BEGUN, text="khác", other=True), Turn(BEGUN, cancelled=True)
HERE, ABROAD = Turn(BEGUN, point=(10.77, 106.7)), Turn(BEGUN, point=(1.3, 103.8))

TALKS = [
    ("nothing but words that mean something", ["Đèn hư"], Asked.SERVICE, None),
    ("words that mean nothing are asked again", ["Alo"], Asked.WORDS, None),
    ("the number of a service", ["Đèn hư", "1"], Asked.PLACE, None),
    ("the button of a service", ["Đèn hư", Turn(BEGUN, choice="light")], Asked.PLACE, None),
    ("a number that was not offered is words", ["Đèn hư", "7"], Asked.SERVICE, None),
    ("something else than what was offered", ["Đèn hư", ELSE], Asked.PERSON, Why.OTHER),
    ("its number", ["Đèn hư", "2"], Asked.PERSON, Why.OTHER),
    ("an address that names one ward", ["Đèn hư", "1", "12 Lê Lợi, sài gòn"], Asked.NOTHING, None),
    ("an address that names two", ["Đèn hư", "1", "giữa sài gòn và tân định"], Asked.WARD, None),
    ("then the number of one", ["Đèn hư", "1", "giữa sài gòn và tân định", "2"], Asked.NOTHING, None),
    ("or a number that was not offered", ["Đèn hư", "1", "giữa sài gòn và tân định", "9"], Asked.WARD, None),
    ("or neither", ["Đèn hư", "1", "giữa sài gòn và tân định", ELSE], Asked.PLACE, None),
    ("a ward in the first message is asked about, not taken", ["Đèn hư ở an phú", "1"], Asked.WARD, None),
    ("an address that names no ward", ["Đèn hư", "1", "trước nhà tôi"], Asked.PLACE, None),
    ("a point", ["Đèn hư", "1", HERE], Asked.NOTHING, None),
    ("a point before anything else", [HERE, "Đèn hư", "1"], Asked.NOTHING, None),
    ("a point outside the city", ["Đèn hư", "1", ABROAD], Asked.PLACE, None),
    ("a place is needed whatever they say", ["Đèn hư", "1", NO], Asked.PLACE, None),
    ("a place that is not needed", ["Ồn quá", "1", NO], Asked.NOTHING, None),
    ("a matter without a place", ["Góp ý cho xe buýt", "1"], Asked.NOTHING, None),
    ("a photo where the service asks for one", ["Rác đầy", "1", HERE], Asked.PHOTO, None),
    ("the photo", ["Rác đầy", "1", HERE, photo("k1")], Asked.NOTHING, None),
    ("no photo", ["Rác đầy", "1", HERE, NO], Asked.NOTHING, None),
    ("no photo, by its number", ["Rác đầy", "1", HERE, "1"], Asked.NOTHING, None),
    ("words in its place are kept, and it goes on without", ["Rác đầy", "1", HERE, "không chụp được"], Asked.NOTHING, None),
    ("a photo with the first words", [photo("k1", text="Rác đầy"), "1", HERE], Asked.NOTHING, None),
    ("danger goes to a person at once", ["cháy nhà ở sài gòn"], Asked.PERSON, Why.DANGER),
    ("danger in the middle", ["Đèn hư", "1", "cháy nhà"], Asked.PERSON, Why.DANGER),
    ("three misses", ["Alo", "alo", "a lô"], Asked.PERSON, Why.MISSED),
    ("three addresses that name nothing", ["Đèn hư", "1", "chỗ kia", "gần chợ", "ngã tư"], Asked.PERSON, Why.MISSED),
    ("cancelled", ["Đèn hư", CANCEL], Asked.CANCELLED, None),
    ("cancelled, then begun again", ["Đèn hư", CANCEL, "Rác đầy"], Asked.SERVICE, None),
]


@pytest.mark.parametrize(("what", "said", "asked", "why"), TALKS, ids=[row[0] for row in TALKS])
def test_what_is_asked_next(what: str, said: list[Turn | str], asked: Asked, why: Why | None) -> None:
    found = understood(turns(*said), Town())
    assert (found.asked, found.why) == (asked, why)


UNANSWERED = [
    ("what was asked is answered", ["Đèn hư", "1"], None),
    ("words that mean no service", ["Alo"], Miss.UNHEARD),
    ("a number that was not offered", ["Đèn hư", "7"], Miss.UNHEARD),
    ("it is chosen after all", ["Đèn hư", "7", "1"], None),
    ("an address that names no ward", ["Đèn hư", "1", "trước nhà tôi"], Miss.UNHEARD),
    ("no place, where one is needed", ["Đèn hư", "1", NO], Miss.UNHEARD),
    ("none of the wards, where one is needed", ["Đèn hư", "1", "giữa sài gòn và tân định", NO], Miss.UNHEARD),
    ("a number that is none of the wards", ["Đèn hư", "1", "giữa sài gòn và tân định", "9"], Miss.UNHEARD),
    ("somewhere else than these wards", ["Đèn hư", "1", "giữa sài gòn và tân định", ELSE], None),
    ("a point outside the city", ["Đèn hư", "1", ABROAD], Miss.OUTSIDE),
    ("then one inside it", ["Rác đầy", "1", ABROAD, HERE], None),
    ("a point outside, with words that name no service", [Turn(BEGUN, text="Alo", point=(1.3, 103.8))], Miss.OUTSIDE),
    ("a point outside, before the service is chosen", ["Đèn hư", ABROAD], Miss.OUTSIDE),
    ("then the service", ["Đèn hư", ABROAD, "1"], None),
]


@pytest.mark.parametrize(("what", "said", "miss"), UNANSWERED, ids=[row[0] for row in UNANSWERED])
def test_why_what_was_said_is_no_answer(what: str, said: list[Turn | str], miss: Miss | None) -> None:
    assert understood(turns(*said), Town()).miss is miss


def test_every_question_has_a_line_for_everything_that_can_be_said() -> None:
    assert {(asked, said) for asked in Asked for said in Said} == MOVES.keys()


def test_the_words_of_all_messages_are_kept_in_order() -> None:
    found = understood(turns("Đèn hư", "mấy đêm rồi, rác nữa", "1", "12 Lê Lợi, sài gòn"), Town())
    assert found.text == "Đèn hư\nmấy đêm rồi, rác nữa"
    assert (found.service, found.place.words) == ("light", "12 Lê Lợi, sài gòn")


def test_something_else_stands_last_of_what_is_offered() -> None:
    assert offered_codes(understood(turns("Đèn hư, rác đầy"), Town())) == ("light", "rubbish", OTHER)
    assert offered_codes(understood(turns("Rác đầy", "1", HERE), Town())) == (SKIP,)


any_turn = st.builds(
    Turn,
    said_at=st.integers(0, 10_000).map(lambda n: BEGUN + timedelta(seconds=n)),
    text=st.sampled_from(["", "Đèn hư", "rác ở an phú", "1", "2", "9", "sài gòn và tân định", "alo", "góp ý", "cháy nhà"]),
    choice=st.sampled_from(["", "", "", "light", "SG", OTHER, SKIP, "gone"]),
    point=st.sampled_from([None, None, (10.77, 106.7), (1.3, 103.8)]),
    photos=st.sampled_from([(), (), ("k1",), ("k1", "k2")]),
    skipped=st.booleans(),
    other=st.booleans(),
    cancelled=st.sampled_from([False, False, False, True]),
)


@given(st.lists(any_turn, max_size=8, unique_by=lambda turn: turn.said_at), st.randoms())
def test_shuffled_messages_come_to_the_same(said: list[Turn], random: Random) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)
    assert understood(shuffled, Town()) == understood(said, Town())


@given(st.lists(any_turn, max_size=8))
def test_what_is_complete_can_be_opened_and_what_a_person_has_says_why(said: list[Turn]) -> None:
    found = understood(said, Town())
    if found.is_complete:
        needs = Town().needs(found.service)
        assert needs is not None
        assert needs.place is not PlaceNeed.REQUIRED or found.place.is_known
        assert found.words
    assert (found.asked is Asked.PERSON) == (found.why is not None)
    assert found.misses <= MOST_MISSES + len(said)


@given(st.lists(any_turn, max_size=8))
def test_no_word_and_no_photo_is_lost_unless_they_cancel(said: list[Turn]) -> None:
    if any(turn.cancelled for turn in said):
        return
    found = understood(said, Town())
    assert {key for turn in said for key in turn.photos} == set(found.photos)


def test_an_empty_conversation_asks_what_it_is() -> None:
    assert understood([], Town()) == Understood()
