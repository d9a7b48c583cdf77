"""The base map: asked of one source by us, kept within bounds, and never more of it than the city."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from django.conf import LazySettings
from django.template import Context, Template
from django.test import Client

from hotline.directory.queries import snapshot
from hotline.site.maps.squares import Square, is_of_city
from hotline.site.maps.tilestore import NoTile, SourceDown, TileStore, faults, store_for

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
SAI_GON = Square(14, 13047, 7699)
DAY = 24 * 3600.0


@dataclass
class Source:
    """A tile server of the test's own: what it answers, and what it was asked."""

    address: str = ""
    status: int = 200
    content: bytes = PNG
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    hold: Event | None = None

    @property
    def template(self) -> str:
        return self.address + "/{z}/{x}/{y}.png"


@pytest.fixture
def source() -> Iterator[Source]:
    known = Source()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append(self.path)
            known.agents.append(self.headers["User-Agent"])
            if known.hold is not None:
                known.hold.wait(10)
            self.send_response(known.status)
            self.send_header("Content-Type", "image/png")
            if known.status in (301, 302):
                self.send_header("Location", f"{known.address}/secret")
            self.end_headers()
            self.wfile.write(known.content)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield known
    server.shutdown()
    server.server_close()


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(source: Source, clock: Clock, tmp_path: Path) -> TileStore:
    made = store_for(source.template, tmp_path, most_bytes=10_000)
    made.clock = clock
    return made


def test_a_tile_is_asked_for_once_and_says_who_asks(store: TileStore, source: Source) -> None:
    assert [store.tile(SAI_GON), store.tile(SAI_GON)] == [PNG, PNG]
    assert source.asked == ["/14/13047/7699.png"]
    assert source.agents[0].startswith("Hotline/")


def test_another_process_finds_it_on_the_disk(store: TileStore, source: Source, tmp_path: Path, clock: Clock) -> None:
    store.tile(SAI_GON)
    other = store_for(source.template, tmp_path, most_bytes=10_000)
    other.clock = clock
    assert other.tile(SAI_GON) == PNG
    assert len(source.asked) == 1


def test_an_old_one_is_asked_for_again_and_shown_while_the_source_is_down(store: TileStore, source: Source, clock: Clock) -> None:
    store.tile(SAI_GON)
    clock.now += 31 * DAY
    source.status = 500
    assert store.tile(SAI_GON) == PNG
    assert len(source.asked) == 2


def test_a_tile_that_is_not_there_is_not_asked_for_again_today(store: TileStore, source: Source, clock: Clock) -> None:
    source.status = 404
    for _ in range(3):
        with pytest.raises(NoTile):
            store.tile(SAI_GON)
    assert len(source.asked) == 1
    clock.now += 2 * DAY
    source.status = 200
    assert store.tile(SAI_GON) == PNG


# in words · status · content
BAD = [
    ("an error", 500, PNG),
    ("too many requests", 429, PNG),
    ("a redirect, which is never followed", 302, PNG),
    ("a page instead of a picture", 200, b"<html>"),
    ("SVG, which may carry a script", 200, b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("nothing", 200, b""),
    ("a picture without end", 200, PNG * 20_000),
]


@pytest.mark.parametrize(("status", "content"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_source_that_fails_is_left_alone_for_a_while(
    store: TileStore, source: Source, clock: Clock, status: int, content: bytes, tmp_path: Path
) -> None:
    source.status, source.content = status, content
    for _ in range(2):
        with pytest.raises(SourceDown):
            store.tile(SAI_GON)
    assert source.asked == ["/14/13047/7699.png"]
    assert list(tmp_path.rglob("*.tile")) == []
    clock.now += 31
    source.status, source.content = 200, PNG
    assert store.tile(SAI_GON) == PNG


def test_a_source_that_cannot_be_reached(tmp_path: Path) -> None:
    nowhere = store_for("http://127.0.0.1:1/{z}/{x}/{y}.png", tmp_path, most_bytes=10_000)
    with pytest.raises(SourceDown):
        nowhere.tile(SAI_GON)


def test_a_slow_source_holds_two_threads_and_not_all(store: TileStore, source: Source) -> None:
    source.hold = Event()
    slow = [Thread(target=store.tile, args=(Square(14, 13040 + n, 7699),), daemon=True) for n in range(2)]
    for thread in slow:
        thread.start()
    while len(source.asked) < 2:
        pass
    with pytest.raises(SourceDown):
        store.tile(SAI_GON)
    source.hold.set()
    for thread in slow:
        thread.join(10)
    assert store.tile(SAI_GON) == PNG


def test_the_disk_holds_no_more_than_it_may(store: TileStore, clock: Clock, tmp_path: Path) -> None:
    for number in range(300):
        clock.now += 1
        store.tile(Square(18, number, 7))
    kept = list(tmp_path.rglob("*.tile"))
    assert sum(path.stat().st_size for path in kept) <= 11_000
    assert store.tile(Square(18, 299, 7)) == PNG
    assert any(path.name == "7.tile" and path.parent.name == "299" for path in kept)


def test_a_disk_that_cannot_be_written_costs_the_copy_only(source: Source, tmp_path: Path) -> None:
    (tmp_path / "full").write_text("a file where the folder should be")
    unwritable = store_for(source.template, tmp_path / "full", most_bytes=10_000)
    assert unwritable.tile(SAI_GON) == PNG


# in words · tile · of the city
SQUARES = [
    ("the middle of the city", SAI_GON, True),
    ("all of it", Square(8, 203, 120), True),
    ("Côn Đảo", Square(12, 3260, 1948), True),
    ("Hà Nội", Square(14, 13011, 7220), False),
    ("the world", Square(0, 0, 0), False),
    ("too close", Square(19, 417515, 246400), False),
    ("no such row", Square(14, 13047, 10**30), False),
    ("no such zoom", Square(10**30, 1, 1), False),
]


@pytest.mark.parametrize(("square", "is_ours"), [row[1:] for row in SQUARES], ids=[row[0] for row in SQUARES])
def test_only_tiles_of_the_city_are_asked_for(city: None, db: None, square: Square, is_ours: bool) -> None:
    assert is_of_city(square, snapshot().city) is is_ours


@pytest.fixture
def with_source(settings: LazySettings, source: Source, tmp_path: Path) -> None:
    settings.TILES_SOURCE, settings.TILES_ATTRIBUTION, settings.DATA = source.template, "© the test", tmp_path


def test_a_browser_gets_tiles_from_us(city: None, db: None, with_source: None, source: Source, client: Client) -> None:
    answer = client.get("/map/tiles/14/13047/7699.png")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "image/png", PNG)
    assert client.get("/map/tiles/14/13011/7220.png").status_code == 404
    assert source.asked == ["/14/13047/7699.png"]
    source.status = 503
    down = client.get("/map/tiles/14/13048/7699.png")
    assert (down.status_code, down["Retry-After"]) == (503, "30")


def test_a_page_names_our_own_address_and_never_the_source(with_source: None, source: Source) -> None:
    drawn = Template("{% load maps %}{% map_box 'Bản đồ' %}").render(Context())
    assert 'data-tiles="/map/tiles/{z}/{x}/{y}.png"' in drawn
    assert 'data-attribution="© the test"' in drawn
    assert source.address not in drawn


def test_without_a_source_there_are_none(city: None, db: None, client: Client) -> None:
    assert client.get("/map/tiles/14/13047/7699.png").status_code == 404


# source · attribution · what is wrong with it
SETTINGS = [
    ("", "", []),
    ("https://tiles.example/{z}/{x}/{y}.png", "© Example", []),
    ("https://tiles.example/", "© Example", ["HOTLINE_TILES="]),
    ("file:///etc/{z}/{x}/{y}", "© Example", ["HOTLINE_TILES="]),
    ("https://tiles.example/{z}/{x}/{y}.png", " ", ["HOTLINE_TILES_ATTRIBUTION"]),
]


@pytest.mark.parametrize(("source_set", "attribution", "wrong"), SETTINGS)
def test_settings_that_cannot_be_are_told_at_the_start(source_set: str, attribution: str, wrong: list[str]) -> None:
    found = faults(source_set, attribution)
    assert len(found) == len(wrong)
    assert all(fault.startswith(beginning) for fault, beginning in zip(found, wrong, strict=True))
