"""By what a picture is known again when it was saved anew: a difference hash. Read by its path too: see cage.py."""

from PIL import Image


def difference_hash(image: Image.Image, edge: int) -> int:
    """Return edge × edge bits that stay nearly the same for the same scene: is each spot brighter than its right one."""
    grey = image.convert("L").resize((edge + 1, edge), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(edge):
        for column in range(edge):
            at = row * (edge + 1) + column
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return bits


def coarse_hash(image: Image.Image) -> int:
    """Return 64 bits, as PostgreSQL's bigint: with a sign."""
    bits = difference_hash(image, 8)
    return bits - (1 << 64) if bits >> 63 else bits


def fine_hash(image: Image.Image) -> bytes:
    """Return 256 bits, which tell pictures apart that the 64 take for one."""
    return difference_hash(image, 16).to_bytes(32)
