"""Each file of the corpus meets the door of all photos: what is no photo is refused by its right name, and nobody is harmed."""

import resource
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from hotline.casefile import mediafiles
from hotline.casefile.actions import Picture
from hotline.casefile.mediafiles import Copy
from hotline.casefile.pictures import PictureRefused, Refusal, caging, make_public, receive
from hotline.casefile.sealing import opened
from tests import make
from tests.hostile.corpus import BY_CHANCE, CORPUS, Case
from tests.hostile.pieces import CANARY
from tests.intake.webform import Visitor, path_of, text_of

SECONDS = 5.5  # of processor: the kernel counts whole seconds before it ends a child
TELLING = (
    CANARY,
    b"Exif",
    b"GPS",
    b"http://ns.adobe.com",
    b"ICC_PROFILE",
    b"8BIM",
    b"<script",
    b"Apple iOS",
    b"PK\x03\x04",
    b"ftyp",
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep photos of these tests in a folder of their own, with the installation's keys."""
    (tmp_path / "keys").symlink_to(settings.DATA / "keys")
    monkeypatch.setenv("HOTLINE_DATA", str(tmp_path))
    monkeypatch.setattr(
        caging, "WALL_SECONDS", 60.0
    )  # other tests' work must not refuse a good photo; the processor's limit stays
    return tmp_path


def test_there_are_a_hundred_and_more() -> None:
    assert len(CORPUS) >= 100
    assert len({case.what for case in CORPUS}) == len(CORPUS)
    assert {code for case in CORPUS for code in case.outcomes} >= set(Refusal) - {Refusal.NOT_KEPT}


@pytest.mark.parametrize("case", [*CORPUS, *BY_CHANCE], ids=lambda case: case.what)
def test_each_becomes_what_it_should(case: Case, own_folder: Path) -> None:
    upload = case.make()
    before = _used()
    found, outcome = _received(upload)
    assert _used() - before < SECONDS
    assert outcome in case.outcomes
    if found is None:
        assert not list((own_folder / "media").rglob("*.*")), "nothing of it is kept"
    else:
        _is_a_plain_photo(found.key, upload, case)


def test_the_report_form_takes_the_good_ones_and_loses_nothing(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("street_light")
    visitor.where()
    sent = {case.what: case for case in CORPUS}
    bad = [sent[what].make() for what in ("png: rows that are no zlib", "svg", "gif", "heic: half of it")]
    response = visitor.photos(*bad, sent["heic: plain"].make(), attribute_pole="TD-12")
    page = text_of(response)
    assert response.status_code == 422
    for sentence in ("bị hỏng", "không phải là ảnh", "chưa nhận được loại ảnh này"):
        assert sentence in page
    assert "TD-12" in page
    assert "Đã nhận 1 ảnh" in page
    assert path_of(visitor.photos(attribute_pole="TD-12")) == "/report/who/"


def _received(upload: bytes) -> tuple[Picture | None, Refusal | None]:
    try:
        return receive(upload, now=make.NOW), None
    except PictureRefused as why:
        return None, why.code


def _used() -> float:
    """Return the seconds of processor that ended children have used: the same however busy the machine is."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _is_a_plain_photo(key: str, upload: bytes, case: Case) -> None:
    copies = [Copy.CLEAN, Copy.SMALL]
    if case.tells:
        assert CANARY in upload or b"\xff\xd8" in upload[2:], "a file that tells nothing proves nothing"
        mediafiles.approve(key, make_public(key))
        copies += [Copy.PROPOSED, Copy.PUBLIC]
    for copy in copies:
        content = mediafiles.path_of(key, copy).read_bytes()
        assert [word for word in TELLING if word in content] == []
        image = Image.open(BytesIO(content))
        image.load()
        assert (image.format, image.mode, dict(image.getexif())) == ("JPEG", "RGB", {})
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    sealed = mediafiles.path_of(key, Copy.ORIGINAL).read_bytes()
    assert CANARY not in sealed
    assert opened(sealed) == upload
