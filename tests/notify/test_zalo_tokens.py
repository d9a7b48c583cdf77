"""Zalo's tokens: a token for a new pair is good once, so one at a time fetches it, and what it brought is never thrown away."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from hotline.core.channels import Setup
from hotline.notify import actions, queries, zalotokens
from hotline.notify.exchange import Line
from hotline.notify.facts import Pair
from hotline.notify.models import ProviderToken
from hotline.notify.zalotokens import NoToken, ZaloTokens
from tests.notify.recorder import Asked, Recorder, Says, recorder

SETUP = Setup("zalo", {"app_id": "1163843031413526746"}, {"app_secret": "s3cret", "refresh_token": "r0"})


class Zalo:
    """Gives a pair for each refresh token, once: rN brings aN+1 and rN+1. `slow`: so long does it take."""

    def __init__(self) -> None:
        self.good, self.slow, self.lock = "r0", 0.0, threading.Lock()

    def __call__(self, asked: Asked) -> Says:
        time.sleep(self.slow)
        with self.lock:
            if asked.form["refresh_token"] != self.good:
                return Says({"error": -14014, "error_name": "Invalid refresh token"})
            number = int(self.good[1:]) + 1
            self.good = f"r{number}"
        return Says({"access_token": f"a{number}", "refresh_token": self.good, "expires_in": "90000"})


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    zalotokens._unsaved.clear()
    yield
    zalotokens._unsaved.clear()


@pytest.fixture
def provider() -> Iterator[Recorder]:
    with recorder() as found:
        found.says = Zalo()
        yield found


def tokens(provider: Recorder) -> ZaloTokens:
    return ZaloTokens(Line("zalo-token", provider.base))


def usable(
    provider: Recorder, setup: Setup = SETUP, *, stale: str = "", within: float = 4.0, later: timedelta = timedelta()
) -> str:
    return tokens(provider).usable(setup, stale=stale, now=timezone.now() + later, within=within)


@pytest.mark.django_db
class TestOne:
    """One process, one after the other."""

    def test_the_first_pair_is_fetched_and_used_for_a_day(self, provider: Recorder) -> None:
        assert [usable(provider), usable(provider), usable(provider, later=timedelta(hours=24))] == ["a1", "a1", "a1"]
        (asked,) = provider.asked
        assert (asked.path, asked.headers["secret_key"]) == ("/v4/oa/access_token", "s3cret")
        assert asked.form == {"app_id": "1163843031413526746", "refresh_token": "r0", "grant_type": "refresh_token"}

    def test_it_is_renewed_before_its_end_and_when_zalo_calls_it_stale(self, provider: Recorder) -> None:
        assert usable(provider) == "a1"
        assert usable(provider, stale="a1") == "a2"
        assert usable(provider, stale="a1") == "a2"  # another one's late word of what is long renewed
        assert usable(provider, later=timedelta(hours=24, minutes=55)) == "a3"
        assert [asked.form["refresh_token"] for asked in provider.asked] == ["r0", "r1", "r2"]

    def test_tokens_are_kept_sealed(self, provider: Recorder) -> None:
        usable(provider)
        row = ProviderToken.objects.get()
        kept = b"".join(bytes(value or b"") for value in (row.access, row.refresh, row.seed, row.made_of))
        assert b"a1" not in kept
        assert b"r1" not in kept

    def test_a_refusal_asks_for_a_new_sign_in_and_is_not_asked_again_at_once(self, provider: Recorder) -> None:
        usable(provider)
        provider.says = Says({"error": -14014, "error_name": "Invalid refresh token"})
        for _message in range(3):
            with pytest.raises(NoToken) as none:
                usable(provider, stale="a1")
            assert none.value.why == "sign-in"
        assert len(provider.asked) == 2
        found = queries.token("zalo")
        assert found is not None
        assert (found.why, found.refused_at is not None) == ("-14014", True)

    def test_a_token_typed_anew_is_a_new_beginning(self, provider: Recorder) -> None:
        usable(provider)
        provider.says = Says({"error": -14014})
        with pytest.raises(NoToken):
            usable(provider, stale="a1")
        provider.says = Zalo()
        provider.says.good = "r50"
        typed = Setup("zalo", SETUP.options, {**SETUP.secrets, "refresh_token": "r50"})
        assert usable(provider, typed) == "a51"
        found = queries.token("zalo")
        assert found is not None
        assert found.refused_at is None

    def test_a_secret_that_is_mended_keeps_the_pair_and_is_tried_at_once(self, provider: Recorder) -> None:
        zalo = provider.says
        usable(provider)
        provider.says = Says({"error": -14002, "error_name": "Invalid secret key"})
        with pytest.raises(NoToken):
            usable(provider, stale="a1")
        provider.says = zalo
        mended = Setup("zalo", SETUP.options, {**SETUP.secrets, "app_secret": "s4cret"})
        assert usable(provider, mended, stale="a1") == "a2"
        assert provider.last.form["refresh_token"] == "r1"

    @pytest.mark.parametrize("says", [Says({}, status=503), Says(b"rubbish")])
    def test_no_answer_is_no_refusal(self, says: Says, provider: Recorder) -> None:
        zalo = provider.says
        provider.says = says
        with pytest.raises(NoToken) as none:
            usable(provider)
        assert none.value.why.startswith("zalo-token:http-")
        provider.says = zalo
        assert usable(provider) == "a1"

    def test_nothing_was_typed(self, provider: Recorder) -> None:
        with pytest.raises(NoToken):
            usable(provider, Setup("zalo", {"app_id": "1"}, {}))
        assert provider.asked == []

    def test_one_who_died_at_it_holds_nobody_up_for_long(self, provider: Recorder) -> None:
        usable(provider)
        assert actions.take_token("zalo", by="dead", had="a1", now=timezone.now()) == "r1"
        with pytest.raises(NoToken) as none:
            usable(provider, stale="a1", within=0.3)
        assert none.value.why == "renewing"
        assert usable(provider, stale="a1", later=actions.TAKEN_FOR + timedelta(seconds=1)) == "a2"

    def test_one_who_comes_back_late_overwrites_nothing(self, provider: Recorder) -> None:
        """Taken for dead, it got a pair all the same: whichever was stored first stays, the other's is of no use."""
        usable(provider)
        pair = Pair("a9", "r9", timezone.now() + timedelta(hours=25))
        assert usable(provider, stale="a1") == "a2"
        assert not actions.keep_pair("zalo", pair, used="r1", now=timezone.now())
        actions.keep_refusal("zalo", used="r1", why="-14014", now=timezone.now())
        assert usable(provider) == "a2"


@pytest.mark.django_db
def test_a_pair_that_nobody_uses_is_kept_fresh(provider: Recorder) -> None:
    setup = Setup("zalo", {**SETUP.options, "token_host": provider.base}, SETUP.secrets)
    now = timezone.now()

    def kept(hours: int, *, stays_here: bool = False, of: Setup | None = setup) -> bool:
        return zalotokens.keep_fresh(of, stays_here=stays_here, now=now + timedelta(hours=hours))

    assert not kept(0)
    assert usable(provider, setup) == "a1"
    assert (kept(19), kept(21), kept(22), kept(42)) == (False, True, False, True)
    assert [asked.form["refresh_token"] for asked in provider.asked] == ["r0", "r1", "r2"]
    assert not kept(99, of=None)
    assert not kept(99, of=SETUP, stays_here=True)  # Zalo itself is another machine
    provider.says = Says({"error": -14014})
    assert not kept(99)


class Away:
    """A database that is away while this is set."""

    def __init__(self) -> None:
        self.is_away = True

    def __call__(self, execute: object, sql: str, *rest: object) -> object:
        if self.is_away and sql.startswith("UPDATE") and '"access"' in sql:
            raise OperationalError("the connection is lost")
        return execute(sql, *rest)  # type: ignore[operator]


@pytest.mark.django_db
def test_a_pair_that_cannot_be_stored_is_used_and_stored_by_the_next_message(provider: Recorder) -> None:
    away = Away()
    with connection.execute_wrapper(away):
        assert usable(provider) == "a1"
        assert ProviderToken.objects.get().access is None
        assert usable(provider) == "a1"
        away.is_away = False
        assert usable(provider) == "a1"
    assert len(provider.asked) == 1
    zalotokens._unsaved.clear()  # another process
    assert usable(provider) == "a1"
    assert usable(provider, stale="a1") == "a2"


def test_many_at_once_fetch_one_pair(committed_db: str, provider: Recorder) -> None:
    """Without the lock each would use the token up, and all but the first would be told to sign in again."""
    assert isinstance(provider.says, Zalo)
    provider.says.slow = 0.3

    def one(_number: int) -> str:
        try:
            return usable(provider)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(one, range(8))) == {"a1"}
    assert len(provider.asked) == 1
