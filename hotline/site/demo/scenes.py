"""Photos for the demonstration: drawn, not taken, and it says so on each."""

from collections.abc import Mapping
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from hotline.site.demo import cityscenes, roadscenes
from hotline.site.demo.street import SIZE, Painter, caption, street

BEFORE, AFTER = "before", "after"

SCENES: Mapping[str, Painter] = {**roadscenes.SCENES, **cityscenes.SCENES}


def drawn_photo(scene: str, *, when: str, number: int = 1) -> bytes:
    """Return a JPEG of a street scene; `when` is "before" or "after" it was put right, `number` makes it unlike others."""
    dice = Random(f"{scene}{number}")  # noqa: S311 - a drawing; the same street before and after
    night = scene == "lamp"
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    street(draw, dice, night=night)
    SCENES.get(scene, SCENES["works"])(draw, dice, when == AFTER)
    image = image.filter(ImageFilter.GaussianBlur(1.1))
    caption(ImageDraw.Draw(image))
    written = BytesIO()
    image.save(written, "JPEG", quality=80)
    return written.getvalue()
