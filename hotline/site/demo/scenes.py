"""Photos for the demonstration: drawn, not taken, and it says so on each."""

from io import BytesIO

from PIL import Image, ImageDraw

_SKY = {"before": (92, 106, 122), "after": (120, 164, 196)}
_SIZE = (960, 720)


def drawn_photo(number: int, *, when: str) -> bytes:
    """Return a JPEG of a plain street scene; `when` is "before" or "after", `number` makes it unlike the others."""
    image = Image.new("RGB", _SIZE, _SKY[when])
    draw = ImageDraw.Draw(image)
    width, height = _SIZE
    draw.polygon([(0, height), (width, height), (width * 0.62, 380), (width * 0.38, 380)], fill=(70, 72, 76))
    for house in range(6):
        left = house * 160 + (number * 37) % 60
        top = 200 + (number * (house + 3) * 29) % 120
        shade = 140 + (number * (house + 1) * 17) % 90
        draw.rectangle([left, top, left + 120, 400], fill=(shade, shade - 20, shade - 50))
    _lamp(draw, x=300 + (number * 53) % 360, lit=when == "after")
    draw.text((16, height - 28), f"Hình vẽ minh họa {number}", fill=(240, 240, 240))
    written = BytesIO()
    image.save(written, "JPEG", quality=82)
    return written.getvalue()


def _lamp(draw: ImageDraw.ImageDraw, *, x: int, lit: bool) -> None:
    draw.rectangle([x, 160, x + 8, 520], fill=(40, 44, 48))
    draw.ellipse([x - 16, 130, x + 24, 170], fill=(255, 226, 120) if lit else (58, 62, 66))
