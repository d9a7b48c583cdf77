"""What is wrong around houses, stalls and water, and papers, as drawings.

Each paints a matter into a street, or what is left of it when it is done.
"""

from collections.abc import Mapping
from random import Random

from hotline.site.demo.street import DARK, HEIGHT, HORIZON, WIDTH, Draw, Painter, shaded


def _rubbish(draw: Draw, dice: Random, done: bool) -> None:
    if done:
        _bin(draw, 560)
        return
    for _ in range(34):
        x, y = dice.randrange(380, 900), dice.randrange(470, 640)
        r = dice.randrange(34, 70)
        fill = dice.choice(((30, 32, 36), (44, 84, 120), (190, 60, 52), (210, 208, 200), (60, 110, 70), (140, 112, 76)))
        draw.ellipse([x - r, y - r * 0.7, x + r, y + r * 0.7], fill=fill)
        draw.polygon([(x - 9, y - r * 0.6), (x + 9, y - r * 0.6), (x, y - r)], fill=shaded(fill, 0.7))


def _smoke(draw: Draw, dice: Random, done: bool) -> None:
    if done:
        return
    draw.polygon([(520, 600), (740, 600), (690, 520), (560, 520)], fill=(70, 56, 44))
    for flame in range(7):
        x = 540 + flame * 28
        draw.polygon(
            [(x, 590), (x + 40, 590), (x + 20, dice.randrange(440, 520))], fill=dice.choice(((240, 120, 30), (250, 190, 60)))
        )
    for puff in range(60):
        y = 500 - puff * 7
        x = 620 + puff * 3 + dice.randrange(-60, 60)
        r = 36 + puff
        grey = 96 + puff
        draw.ellipse([x - r, y - r * 0.6, x + r, y + r * 0.6], fill=(grey, grey, grey + 2))


def _canal(draw: Draw, dice: Random, done: bool) -> None:
    draw.rectangle([0, HORIZON + 60, WIDTH, HEIGHT], fill=(92, 122, 120) if done else (40, 42, 38))
    draw.rectangle([0, HORIZON + 44, WIDTH, HORIZON + 64], fill=(150, 146, 138))
    for y in range(HORIZON + 90, HEIGHT, 26):
        x = dice.randrange(WIDTH)
        draw.line([(x, y), (x + 160, y)], fill=(130, 156, 154) if done else (66, 68, 60), width=3)
    if done:
        return
    for _ in range(60):
        x, y = dice.randrange(WIDTH), dice.randrange(HORIZON + 80, HEIGHT - 60)
        fill = dice.choice(((66, 118, 58), (78, 132, 66), (220, 220, 214), (196, 70, 60)))
        draw.ellipse([x, y, x + dice.randrange(20, 64), y + dice.randrange(10, 22)], fill=fill)


def _stalls(draw: Draw, dice: Random, done: bool) -> None:
    if done:
        return
    for stall in range(4):
        x = 90 + stall * 290
        fill = dice.choice(((198, 60, 52), (40, 110, 160), (236, 176, 52), (58, 140, 90)))
        draw.polygon([(x, 380), (x + 220, 380), (x + 250, 430), (x - 30, 430)], fill=fill)
        draw.line([(x + 6, 430), (x + 6, 590)], fill=DARK, width=6)
        draw.line([(x + 214, 430), (x + 214, 590)], fill=DARK, width=6)
        draw.rectangle([x - 6, 520, x + 226, 560], fill=(150, 110, 70))
        for item in range(6):
            draw.ellipse(
                [x + item * 36, 500, x + item * 36 + 30, 526], fill=dice.choice(((210, 90, 40), (90, 150, 60), (220, 200, 70)))
            )
        draw.rectangle([x + 20, 600, x + 64, 640], fill=(220, 60, 60))
        draw.rectangle([x + 120, 606, x + 164, 646], fill=(60, 90, 190))


def _parking(draw: Draw, dice: Random, done: bool) -> None:
    for place in range(1 if done else 3):
        x = 120 + place * 380
        fill = dice.choice(((196, 198, 200), (60, 74, 96), (150, 44, 44), (234, 234, 230)))
        y = 560 if done else 500
        draw.rounded_rectangle([x, y, x + 330, y + 92], 30, fill=fill)
        draw.polygon([(x + 66, y + 6), (x + 112, y - 62), (x + 236, y - 62), (x + 276, y + 6)], fill=shaded(fill, 0.85))
        draw.polygon([(x + 84, y + 2), (x + 120, y - 50), (x + 226, y - 50), (x + 256, y + 2)], fill=(120, 148, 164))
        for wheel in (x + 46, x + 226):
            draw.ellipse([wheel, y + 52, wheel + 66, y + 118], fill=(24, 24, 26))
            draw.ellipse([wheel + 20, y + 72, wheel + 46, y + 98], fill=(150, 150, 152))


def _building(draw: Draw, _dice: Random, done: bool) -> None:
    draw.rectangle([420, 110, 860, HORIZON], fill=(178, 168, 156))
    for floor in range(110, HORIZON, 64):
        draw.rectangle([420, floor, 860, floor + 8], fill=(130, 122, 112))
        for column in range(436, 850, 70):
            draw.rectangle([column, floor + 18, column + 40, floor + 56], fill=(96, 120, 136) if done else (70, 62, 54))
    if done:
        return
    for x in range(410, 880, 58):
        draw.line([(x, 90), (x, HORIZON)], fill=(60, 120, 80), width=5)
    for y in range(100, HORIZON, 52):
        draw.line([(400, y), (880, y)], fill=(60, 120, 80), width=5)


def _bus(draw: Draw, _dice: Random, _done: bool) -> None:
    draw.rounded_rectangle([240, 340, 1040, 640], 26, fill=(38, 122, 84))
    draw.rectangle([240, 540, 1040, 566], fill=(236, 196, 60))
    for window in range(6):
        draw.rectangle([274 + window * 124, 380, 376 + window * 124, 490], fill=(180, 206, 216))
    for wheel in (330, 850):
        draw.ellipse([wheel, 590, wheel + 100, 690], fill=(24, 24, 26))


def _paper(draw: Draw, _dice: Random, done: bool) -> None:
    """Minutes on a desk, for matters that nobody photographs; stamped when they are settled."""
    draw.rectangle([0, 0, WIDTH, HEIGHT], fill=(158, 124, 88))
    draw.polygon([(330, 70), (950, 90), (930, 900), (300, 870)], fill=(250, 249, 244))
    for line in range(14):
        y = 190 + line * 44
        draw.line([(390, y), (870 - (line * 97) % 180, y + 6)], fill=(120, 126, 134), width=5)
    draw.line([(470, 130), (790, 138)], fill=(60, 66, 76), width=10)
    if done:
        draw.ellipse([640, 690, 830, 880], outline=(200, 40, 44), width=10)
        draw.ellipse([672, 722, 798, 848], outline=(200, 40, 44), width=5)


def _bin(draw: Draw, x: int) -> None:
    draw.rounded_rectangle([x, 470, x + 130, 640], 12, fill=(46, 128, 78))
    draw.rectangle([x - 8, 456, x + 138, 478], fill=(34, 100, 60))


SCENES: Mapping[str, Painter] = {
    "rubbish": _rubbish, "smoke": _smoke, "canal": _canal, "stalls": _stalls, "parking": _parking,
    "building": _building, "bus": _bus, "paper": _paper,
}  # fmt: skip
