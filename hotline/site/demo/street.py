"""The street that every drawn photo shows: sky, houses, pavement, asphalt; and the line that says it is a drawing."""

from collections.abc import Callable
from random import Random

from PIL import ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1280, 960
HORIZON = 430
KERB = (176, 172, 164)
DARK = (40, 42, 46)
SLAB = (196, 186, 170)
_ASPHALT = (84, 86, 90)

Draw = ImageDraw.ImageDraw
Painter = Callable[[Draw, Random, bool], None]
"""Paints a matter, with the dice of its scene, and whether it is done."""


def street(draw: Draw, dice: Random, *, night: bool) -> None:
    """Draw a street; the same dice draw the same one."""
    top, low = ((18, 24, 44), (44, 48, 66)) if night else ((142, 186, 220), (222, 232, 236))
    for y in range(HORIZON):
        part = y / HORIZON
        draw.line([(0, y), (WIDTH, y)], fill=tuple(round(a + (b - a) * part) for a, b in zip(top, low, strict=True)))
    x = -40
    while x < WIDTH:
        wide, high = dice.randrange(110, 210), dice.randrange(150, 330)
        _house(draw, dice, x, wide, high, night=night)
        x += wide + dice.choice((0, 0, 14))
    shade = 0.45 if night else 1.0
    draw.rectangle([0, HORIZON, WIDTH, HORIZON + 90], fill=shaded(SLAB, shade))
    draw.rectangle([0, HORIZON + 90, WIDTH, HORIZON + 108], fill=shaded(KERB, shade))
    draw.rectangle([0, HORIZON + 108, WIDTH, HEIGHT], fill=shaded(_ASPHALT, shade))
    for dash in range(6):
        left = dash * 250 - 60
        draw.polygon([(left, 760), (left + 120, 760), (left + 108, 778), (left - 14, 778)], fill=shaded((214, 210, 196), shade))
    for _ in range(500):
        x, y = dice.randrange(WIDTH), dice.randrange(HORIZON + 110, HEIGHT)
        draw.point((x, y), fill=shaded((112, 112, 116), shade))


def caption(draw: Draw) -> None:
    """Write that it is a drawing."""
    words = "TRANH · DRAWING · DEMO 1022"  # no letter that Pillow's own font lacks
    font = ImageFont.load_default(30)
    draw.rectangle([0, HEIGHT - 52, WIDTH, HEIGHT], fill=(20, 33, 43))
    draw.text((22, HEIGHT - 44), words, fill=(236, 240, 244), font=font)


def shaded(colour: tuple[int, int, int], part: float) -> tuple[int, int, int]:
    """Return a colour darker, or lighter above 1."""
    red, green, blue = (min(255, round(value * part)) for value in colour)
    return red, green, blue


def _house(draw: Draw, dice: Random, x: int, wide: int, high: int, *, night: bool) -> None:
    wall = dice.choice(((226, 205, 160), (188, 206, 196), (214, 190, 180), (200, 200, 206), (232, 222, 196), (170, 190, 208)))
    shade = 0.3 if night else 0.95
    top = HORIZON - high
    draw.rectangle([x, top, x + wide, HORIZON], fill=shaded(wall, shade))
    draw.rectangle([x, top, x + wide, top + 12], fill=shaded(wall, shade * 0.75))
    lit = (240, 206, 120) if night else (96, 120, 138)
    for row in range(top + 34, HORIZON - 110, 74):
        for column in range(x + 18, x + wide - 40, 58):
            fill = lit if not night or dice.random() < 0.4 else (34, 38, 48)
            draw.rectangle([column, row, column + 34, row + 42], fill=fill, outline=shaded((90, 84, 78), shade))
    door = dice.choice(((128, 62, 44), (62, 94, 110), (92, 104, 70)))
    draw.rectangle([x + 14, HORIZON - 84, x + wide - 14, HORIZON], fill=shaded(door, shade))
    for fold in range(x + 22, x + wide - 16, 11):
        draw.line([(fold, HORIZON - 84), (fold, HORIZON)], fill=shaded(door, shade * 0.8))
    draw.rectangle(
        [x + 8, HORIZON - 104, x + wide - 8, HORIZON - 86],
        fill=shaded(dice.choice(((196, 52, 44), (30, 104, 80), (228, 170, 40))), shade),
    )
