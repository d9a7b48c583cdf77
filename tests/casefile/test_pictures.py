"""Photos: what a hostile or unlucky file may do, what is kept of an honest one, and what never leaves it."""

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import ExifTags, Image

from hotline.casefile import mediafiles
from hotline.casefile.actions import keep_picture
from hotline.casefile.mediafiles import AnotherCopy, Copy, NotAKey
from hotline.casefile.pictures import Box, PictureRefused, Refusal, caging, make_public, receive
from hotline.casefile.pictures.sweeping import forget_originals, sweep_strays, sweep_unclaimed
from hotline.casefile.sealing import opened
from hotline.core.facts import AttachmentKind
from tests import make
from tests.intake import photos

CAGE = Path(caging.__file__).with_name("cage.py")
CLEAN_COPIES = (Copy.CLEAN, Copy.SMALL)
TELL_TALES = (b"Exif", b"GPS", b"MayAnh", b"0908369123", b"Hoa Mai", b"http://ns.adobe.com", b"ICC_PROFILE", b"<script>")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep photos of these tests in a folder of their own, with the installation's keys."""
    (tmp_path / "keys").symlink_to(settings.DATA / "keys")
    monkeypatch.setenv("HOTLINE_DATA", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_and_time_are_kept_as_facts(kind: str) -> None:
    found = receive(photos.telling(kind), now=make.NOW)
    assert found.gps is not None
    assert found.gps == pytest.approx((photos.LAT, photos.LON), abs=1e-5)
    assert found.taken_at == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert (found.width, found.height) == (640, 480)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_leaves_the_cage(kind: str) -> None:
    key = receive(photos.telling(kind), now=make.NOW).key
    mediafiles.approve(key, make_public(key))
    for copy in (*CLEAN_COPIES, Copy.PROPOSED, Copy.PUBLIC):
        content = mediafiles.path_of(key, copy).read_bytes()
        assert not [word for word in TELL_TALES if word in content]
        again = Image.open(BytesIO(content))
        assert again.format == "JPEG"
        assert not dict(again.getexif())
        assert not again.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_the_original_is_kept_sealed() -> None:
    upload = photos.telling()
    found = receive(upload, now=make.NOW)
    kept = mediafiles.path_of(found.key, Copy.ORIGINAL).read_bytes()
    assert b"MayAnh" not in kept
    assert kept[20:60] not in upload
    assert opened(kept) == upload
    assert found.sha256 == hashlib.sha256(upload).digest()


def test_files_are_for_the_owner_only(own_folder: Path) -> None:
    key = receive(photos.telling(), now=make.NOW).key
    for copy in (Copy.ORIGINAL, *CLEAN_COPIES):
        assert mediafiles.path_of(key, copy).stat().st_mode & 0o777 == 0o600
    assert not list(own_folder.rglob("*.new"))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(orientation: int) -> None:
    key = receive(photos.telling(orientation=orientation), now=make.NOW).key
    upright = Image.open(mediafiles.path_of(key, Copy.CLEAN)).convert("RGB")
    meant = _AS_CAMERAS_MEAN.get(orientation)
    expected = photos.scene() if meant is None else photos.scene().transpose(meant)
    width, height = expected.size
    assert upright.size == (width, height)
    for spot in ((10, 10), (width - 10, 10), (10, height - 10), (width // 2 + 40, height // 2 + 40)):
        assert upright.getpixel(spot) == pytest.approx(expected.getpixel(spot), abs=12)


_AS_CAMERAS_MEAN = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

REFUSED = [
    ("nothing at all", b"", Refusal.NOT_A_PICTURE),
    ("a web page named .jpg", photos.HTML, Refusal.NOT_A_PICTURE),
    ("a drawing with a script in it", photos.SVG, Refusal.NOT_A_PICTURE),
    ("a HEIC of nothing but its name", photos.HEIC, Refusal.BROKEN),
    ("GIF", photos.encoded(photos.scene(), "GIF"), Refusal.UNSUPPORTED),
    ("TIFF", photos.encoded(photos.scene(), "TIFF"), Refusal.UNSUPPORTED),
    ("BMP", photos.encoded(photos.scene(), "BMP"), Refusal.UNSUPPORTED),
    ("half of a JPEG", photos.cut_short(), Refusal.BROKEN),
    ("a JPEG of three bytes", b"\xff\xd8\xff", Refusal.BROKEN),
    ("a PNG whose picture is cut off", photos.encoded(photos.scene(), "PNG")[:400], Refusal.BROKEN),
    ("a WebP of rubbish", b"RIFF\x00\x01\x00\x00WEBPVP8 " + b"\x9d" * 300, Refusal.BROKEN),
    ("fifty million and more pixels in some kilobytes", photos.bomb(), Refusal.TOO_MANY_PIXELS),
    ("20 MB", photos.encoded(photos.scene()) + b"\0" * 20_000_000, Refusal.TOO_BIG),
]


@pytest.mark.parametrize(("what", "upload", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_no_photo_is_refused_and_leaves_nothing(what: str, upload: bytes, code: Refusal, own_folder: Path) -> None:
    with pytest.raises(PictureRefused) as refused:
        receive(upload, now=make.NOW)
    assert refused.value.code is code
    assert not list((own_folder / "media").rglob("*"))


def test_forty_megapixels_in_some_kilobytes_are_taken_within_the_limits() -> None:
    upload = photos.forty_megapixels()
    assert len(upload) < 20_000
    found = receive(upload, now=make.NOW)
    assert (found.width, found.height) == (2560, 1600)


def test_a_page_hidden_in_a_photo_stays_behind() -> None:
    key = receive(photos.polyglot(), now=make.NOW).key
    for copy in CLEAN_COPIES:
        assert b"script" not in mediafiles.path_of(key, copy).read_bytes()


DAMAGED = [
    ("no zone: Vietnam's", {"zone": ""}, datetime(2026, 3, 2, 1, 30, tzinfo=UTC)),
    ("another zone", {"zone": "+09:00"}, datetime(2026, 3, 1, 23, 30, tzinfo=UTC)),
    ("a camera whose clock was never set", {"taken": "0000:00:00 00:00:00"}, None),
    ("a camera far in the future", {"taken": "2038:01:01 00:00:00"}, None),
    ("a camera that thinks it is 1970", {"taken": "1970:01:01 00:00:00"}, None),
]


@pytest.mark.parametrize(("what", "facts", "taken_at"), DAMAGED, ids=[row[0] for row in DAMAGED])
def test_a_cameras_clock_is_believed_within_reason(what: str, facts: dict[str, str], taken_at: datetime | None) -> None:
    assert receive(photos.telling(**facts), now=make.NOW).taken_at == taken_at


def test_damaged_facts_cost_nobody_a_good_photo() -> None:
    upload = photos.encoded(photos.scene(), exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\x01" * 40)
    found = receive(upload, now=make.NOW)
    assert found.gps is None
    assert (found.width, found.height) == (640, 480)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_sort_of_colour_becomes_a_plain_photo(mode: str) -> None:
    image = Image.new("I;16", (300, 200), 40_000) if mode == "I;16" else photos.scene(300, 200).convert(mode)
    key = receive(photos.encoded(image, "JPEG" if mode == "CMYK" else "PNG"), now=make.NOW).key
    assert Image.open(mediafiles.path_of(key, Copy.CLEAN)).mode == "RGB"


def test_what_was_transparent_is_white() -> None:
    key = receive(photos.encoded(Image.new("RGBA", (100, 100), (0, 0, 0, 0)), "PNG"), now=make.NOW).key
    assert Image.open(mediafiles.path_of(key, Copy.CLEAN)).getpixel((50, 50)) == pytest.approx((255, 255, 255), abs=2)


def test_the_same_scene_has_nearly_the_same_hash() -> None:
    big = receive(photos.encoded(photos.scene(1280, 960), quality=70), now=make.NOW).phash
    small = receive(photos.encoded(photos.scene(320, 240), "PNG"), now=make.NOW).phash
    other = receive(photos.encoded(photos.scene().transpose(Image.Transpose.ROTATE_180)), now=make.NOW).phash
    assert _apart(big, small) <= 4
    assert _apart(big, other) > 4
    assert -(1 << 63) <= big < 1 << 63


def test_the_public_copy_covers_what_a_person_marked() -> None:
    key = receive(photos.encoded(Image.new("RGB", (1000, 500), "white")), now=make.NOW).key
    make_public(key, boxes=[Box(10, 20, 30, 40)])
    public = Image.open(mediafiles.path_of(key, Copy.PROPOSED))
    assert max(public.size) <= 1600
    dark, light = public.getpixel((public.width // 4, public.height * 2 // 5)), public.getpixel((public.width // 2, 10))
    assert isinstance(dark, tuple)
    assert max(dark) < 60
    assert light == pytest.approx((255, 255, 255), abs=3)
    make_public(key)
    again = Image.open(mediafiles.path_of(key, Copy.PROPOSED))
    assert again.getpixel((again.width // 4, again.height * 2 // 5)) == pytest.approx((255, 255, 255), abs=3)


def test_only_the_copy_that_was_looked_at_is_approved() -> None:
    key = receive(photos.telling(), now=make.NOW).key
    looked_at = make_public(key, boxes=[Box(10, 20, 30, 40)])
    mediafiles.approve(key, looked_at)
    another = make_public(key)
    assert mediafiles.digest_of(key, Copy.PUBLIC) == looked_at, "what is proposed is not public"
    for named in (looked_at, "", "f" * 32):
        with pytest.raises(AnotherCopy):
            mediafiles.approve(key, named)
    assert mediafiles.digest_of(key, Copy.PUBLIC) == looked_at
    mediafiles.approve(key, another)
    assert mediafiles.digest_of(key, Copy.PUBLIC) == another


def test_a_decoder_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = tmp_path / "stuck.py"
    stuck.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(caging, "_CAGE", stuck)
    monkeypatch.setattr(caging, "WALL_SECONDS", 0.5)
    with pytest.raises(PictureRefused) as refused:
        receive(photos.telling(), now=make.NOW)
    assert refused.value.code is Refusal.TOO_SLOW


LIES = [
    ("rubbish", "print('{')"),
    ("no JPEG", 'print(\'{"width":1,"height":1,"phash":0,"gps":null,"taken_at":null,"lengths":[4,4]}\\n12345678\', end="")'),
    ("a refusal that does not exist", 'print(\'{"refused": "because"}\')'),
    ("a crash", "import os; os.abort()"),
    ("an exit", "raise SystemExit(3)"),
]


@pytest.mark.parametrize(("what", "program"), LIES, ids=[row[0] for row in LIES])
def test_a_captured_decoder_is_not_believed(what: str, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    liar = tmp_path / "liar.py"
    liar.write_text(program)
    monkeypatch.setattr(caging, "_CAGE", liar)
    with pytest.raises(PictureRefused):
        receive(photos.telling(), now=make.NOW)


ESCAPES = [
    ("open a file", "open('/etc/hostname')"),
    ("open a connection", "__import__('socket').socket()"),
    ("start a program", "__import__('subprocess').run(['/bin/true'])"),
    ("become a program", "os.execv('/bin/echo', ['echo', 'out'])"),
    ("become two", "os.fork()"),
    ("end somebody else", "os.kill(os.getppid(), 9)"),
    ("raise its limits", "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))"),
    ("take more memory", "bytearray(600_000_000)"),
    ("become somebody else", "os.setuid(0) if os.getuid() else os.getuid() / 0"),
]


@pytest.mark.parametrize("with_threads", [False, True], ids=["cage", "cage with threads"])
@pytest.mark.parametrize(("what", "program"), ESCAPES, ids=[row[0] for row in ESCAPES])
def test_nobody_gets_out_of_the_cage(what: str, program: str, with_threads: bool) -> None:
    found = _in_the_cage(program, with_threads=with_threads)
    assert found.stdout == "locked\n"
    assert found.returncode != 0


def test_a_cage_for_heic_lets_threads_be_and_no_other() -> None:
    program = "import threading; one = threading.Thread(target=print, args=('thread',)); one.start(); one.join()"
    assert _in_the_cage(program, with_threads=True).stdout == "locked\nthread\nout\n"
    if os.getuid() == 0:  # becomes nobody, who has no other processes to count
        assert "thread" not in _in_the_cage(program, with_threads=False).stdout


def _in_the_cage(program: str, *, with_threads: bool) -> "subprocess.CompletedProcess[str]":
    words = f"import resource, os, runpy, socket, subprocess, threading; cage = runpy.run_path({str(CAGE)!r}, run_name='cage')"
    limits = "resource.setrlimit(resource.RLIMIT_AS, (cage['ADDRESS_SPACE'],) * 2); cage['_warm_up']()"
    locked = f"cage['_lock_up'](with_threads={with_threads}); print('locked', flush=True)"
    code = f"{words}; {limits}; {locked}; {program}; print('out')"
    return subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=30)


def test_a_full_disk_is_said_and_leaves_nothing(own_folder: Path) -> None:
    (own_folder / "media").write_text("a file where the folder should be")
    with pytest.raises(PictureRefused) as refused:
        receive(photos.telling(), now=make.NOW)
    assert refused.value.code is Refusal.NOT_KEPT


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 32, "0" * 31, "0" * 33, "0" * 32 + "\n"])
def test_only_keys_name_files(key: str) -> None:
    with pytest.raises(NotAKey):
        mediafiles.path_of(key, Copy.CLEAN)


def test_unclaimed_photos_go_after_a_day_with_their_files(city: None, db: None) -> None:
    old, fresh, claimed = (receive(photos.telling(), now=make.NOW) for _ in range(3))
    for picture, age in ((old, 25), (fresh, 1), (claimed, 25)):
        keep_picture(picture, kind=AttachmentKind.REPORT, now=make.NOW - timedelta(hours=age))
    make.report("pothole", attachments=(claimed.key,))
    assert sweep_unclaimed(before=make.NOW - timedelta(days=1)) == 1
    assert not mediafiles.path_of(old.key, Copy.ORIGINAL).exists()
    assert not mediafiles.path_of(old.key, Copy.SMALL).exists()
    assert mediafiles.path_of(fresh.key, Copy.CLEAN).exists()
    assert mediafiles.path_of(claimed.key, Copy.CLEAN).exists()


def test_files_that_a_crash_left_go_and_others_stay(db: None) -> None:
    stray, kept = receive(photos.telling(), now=make.NOW), receive(photos.telling(), now=make.NOW)
    keep_picture(kept, kind=AttachmentKind.REPORT, now=make.NOW)
    half = mediafiles.path_of(kept.key, Copy.CLEAN).with_suffix(".abcd1234.new")
    half.write_bytes(b"half")
    for path in (half, *(mediafiles.path_of(one.key, copy) for one in (stray, kept) for copy in (Copy.ORIGINAL, *CLEAN_COPIES))):
        os.utime(path, (0, make.NOW.timestamp() - 2 * 86400))
    assert sweep_strays(before=make.NOW - timedelta(days=1)) == 2
    assert not half.exists()
    assert not mediafiles.path_of(stray.key, Copy.CLEAN).exists()
    assert mediafiles.path_of(kept.key, Copy.CLEAN).exists()


def test_originals_go_when_their_days_are_over() -> None:
    found = receive(photos.telling(), now=make.NOW)
    os.utime(mediafiles.path_of(found.key, Copy.ORIGINAL), (0, make.NOW.timestamp() - 366 * 86400))
    assert forget_originals(before=make.NOW - timedelta(days=365)) == 1
    assert not mediafiles.path_of(found.key, Copy.ORIGINAL).exists()
    assert mediafiles.path_of(found.key, Copy.CLEAN).exists()


def _apart(one: int, other: int) -> int:
    return ((one ^ other) & ((1 << 64) - 1)).bit_count()
