"""The thresholds of `core.evidence` against pictures: saved again they are the same, others are not."""

from collections.abc import Callable
from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageEnhance

from hotline.casefile.pictures.likeness import coarse_hash, fine_hash
from hotline.core.evidence import Likeness, is_telling, likeness_of

SIZE = (1200, 900)


def scene(seed: int) -> Image.Image:
    """Return something with large and small things in it, as a photo of a street has."""
    dice = Random(seed)
    image = Image.new("RGB", SIZE, "grey")
    for n in (3, 6, 12, 24, 48, 96):
        spots = Image.frombytes("RGB", (n, n), bytes(dice.randrange(256) for _ in range(n * n * 3)))
        image = Image.blend(image, spots.resize(SIZE, Image.Resampling.BICUBIC), 0.35)
    return image


def saved(image: Image.Image, quality: int) -> Image.Image:
    """Return the picture after a JPEG of this quality."""
    written = BytesIO()
    image.save(written, "JPEG", quality=quality)
    return Image.open(BytesIO(written.getvalue())).convert("RGB")


def likeness(one: Image.Image, other: Image.Image) -> Likeness | None:
    """Return what two pictures are to each other, by their hashes."""
    coarse = (coarse_hash(one) ^ coarse_hash(other)) & (1 << 64) - 1
    fine = int.from_bytes(fine_hash(one)) ^ int.from_bytes(fine_hash(other))
    return likeness_of(is_same_file=False, coarse_apart=coarse.bit_count(), fine_apart=fine.bit_count())


CHANGED: list[tuple[str, Callable[[Image.Image], Image.Image], set[Likeness | None]]] = [
    ("saved again as a good JPEG", lambda image: saved(image, 85), {Likeness.SAME_PICTURE}),
    ("saved again as a poor JPEG", lambda image: saved(image, 40), {Likeness.SAME_PICTURE}),
    ("sent through a messenger: half the size", lambda image: saved(image.resize((600, 450)), 70), {Likeness.SAME_PICTURE}),
    ("a third of the size", lambda image: saved(image.resize((400, 300)), 50), {Likeness.SAME_PICTURE}),
    ("made brighter", lambda image: ImageEnhance.Brightness(image).enhance(1.15), {Likeness.SAME_PICTURE}),
    ("a second shot from the same hand", lambda image: image.crop((12, 9, *SIZE)), {Likeness.ALIKE, Likeness.SAME_PICTURE}),
]


@pytest.mark.parametrize(("what", "change", "expected"), CHANGED, ids=[row[0] for row in CHANGED])
def test_a_picture_is_known_again(
    what: str, change: Callable[[Image.Image], Image.Image], expected: set[Likeness | None]
) -> None:
    for seed in range(4):
        image = scene(seed)
        assert is_telling(coarse_hash(image))
        assert likeness(image, change(image)) in expected


def test_pictures_of_other_things_are_not() -> None:
    scenes = [scene(seed) for seed in range(6)]
    assert {likeness(one, other) for n, one in enumerate(scenes) for other in scenes[:n]} == {None}


@pytest.mark.parametrize("colour", ["white", "black", "grey"])
def test_a_sheet_says_too_little(colour: str) -> None:
    assert not is_telling(coarse_hash(Image.new("RGB", SIZE, colour)))
