"""Photos for the demonstration: drawn, not taken, and it says so on each."""

from collections.abc import Callable
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

BEFORE, AFTER = "before", "after"
SIZE = WIDTH, HEIGHT = 1280, 960
_HORIZON = 430
_ASPHALT, _KERB, _SLAB = (84, 86, 90), (176, 172, 164), (196, 186, 170)
_DARK = (40, 42, 46)

Draw = ImageDraw.ImageDraw
Painter = Callable[[Draw, Random, bool], None]


def drawn_photo(scene: str, *, when: str, number: int = 1) -> bytes:
    """Return a JPEG of a street scene; `when` is "before" or "after" it was put right, `number` makes it unlike others."""
    dice = Random(f"{scene}{number}")  # noqa: S311 - a drawing; the same street before and after
    night = scene == "lamp"
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    _street(draw, dice, night=night)
    SCENES.get(scene, _works)(draw, dice, when == AFTER)
    image = image.filter(ImageFilter.GaussianBlur(1.1))
    _caption(ImageDraw.Draw(image))
    written = BytesIO()
    image.save(written, "JPEG", quality=80)
    return written.getvalue()


def _street(draw: Draw, dice: Random, *, night: bool) -> None:
    top, low = ((18, 24, 44), (44, 48, 66)) if night else ((142, 186, 220), (222, 232, 236))
    for y in range(_HORIZON):
        part = y / _HORIZON
        draw.line([(0, y), (WIDTH, y)], fill=tuple(round(a + (b - a) * part) for a, b in zip(top, low, strict=True)))
    x = -40
    while x < WIDTH:
        wide, high = dice.randrange(110, 210), dice.randrange(150, 330)
        _house(draw, dice, x, wide, high, night=night)
        x += wide + dice.choice((0, 0, 14))
    shade = 0.45 if night else 1.0
    draw.rectangle([0, _HORIZON, WIDTH, _HORIZON + 90], fill=_shaded(_SLAB, shade))
    draw.rectangle([0, _HORIZON + 90, WIDTH, _HORIZON + 108], fill=_shaded(_KERB, shade))
    draw.rectangle([0, _HORIZON + 108, WIDTH, HEIGHT], fill=_shaded(_ASPHALT, shade))
    for dash in range(6):
        left = dash * 250 - 60
        draw.polygon([(left, 760), (left + 120, 760), (left + 108, 778), (left - 14, 778)], fill=_shaded((214, 210, 196), shade))
    for _ in range(500):
        x, y = dice.randrange(WIDTH), dice.randrange(_HORIZON + 110, HEIGHT)
        draw.point((x, y), fill=_shaded((112, 112, 116), shade))


def _house(draw: Draw, dice: Random, x: int, wide: int, high: int, *, night: bool) -> None:
    wall = dice.choice(((226, 205, 160), (188, 206, 196), (214, 190, 180), (200, 200, 206), (232, 222, 196), (170, 190, 208)))
    shade = 0.3 if night else 0.95
    top = _HORIZON - high
    draw.rectangle([x, top, x + wide, _HORIZON], fill=_shaded(wall, shade))
    draw.rectangle([x, top, x + wide, top + 12], fill=_shaded(wall, shade * 0.75))
    lit = (240, 206, 120) if night else (96, 120, 138)
    for row in range(top + 34, _HORIZON - 110, 74):
        for column in range(x + 18, x + wide - 40, 58):
            fill = lit if not night or dice.random() < 0.4 else (34, 38, 48)
            draw.rectangle([column, row, column + 34, row + 42], fill=fill, outline=_shaded((90, 84, 78), shade))
    door = dice.choice(((128, 62, 44), (62, 94, 110), (92, 104, 70)))
    draw.rectangle([x + 14, _HORIZON - 84, x + wide - 14, _HORIZON], fill=_shaded(door, shade))
    for fold in range(x + 22, x + wide - 16, 11):
        draw.line([(fold, _HORIZON - 84), (fold, _HORIZON)], fill=_shaded(door, shade * 0.8))
    draw.rectangle(
        [x + 8, _HORIZON - 104, x + wide - 8, _HORIZON - 86],
        fill=_shaded(dice.choice(((196, 52, 44), (30, 104, 80), (228, 170, 40))), shade),
    )


def _lamp(draw: Draw, dice: Random, done: bool) -> None:
    x = dice.randrange(420, 820)
    if done:
        for size in range(260, 20, -12):
            glow = round(70 + (260 - size) * 0.5)
            draw.polygon([(x + 86, 172), (x + 86 - size, 900), (x + 86 + size, 900)], fill=(glow, glow - 12, round(glow * 0.62)))
        draw.rectangle([0, _HORIZON + 96, 60, _HORIZON + 100], fill=_KERB)
    draw.rectangle([x, 150, x + 14, 560], fill=(58, 62, 68))
    draw.line([(x + 6, 154), (x + 92, 154)], fill=(58, 62, 68), width=10)
    draw.ellipse([x + 60, 150, x + 116, 178], fill=(255, 236, 170) if done else (30, 32, 36))


def _pothole(draw: Draw, dice: Random, done: bool) -> None:
    for _ in range(3):
        x, y, r = dice.randrange(240, 960), dice.randrange(620, 830), dice.randrange(70, 150)
        if done:
            draw.rectangle([x - r, y - r // 3, x + r, y + r // 3], fill=(52, 53, 56))
            continue
        edge = [(x + r * dice.uniform(0.8, 1.15) * dx, y + r * 0.42 * dice.uniform(0.8, 1.15) * dy) for dx, dy in _RING]
        draw.polygon(edge, fill=(120, 108, 92))
        draw.polygon([(x + (px - x) * 0.8, y + 6 + (py - y) * 0.76) for px, py in edge], fill=(58, 50, 42))
        draw.ellipse([x - r * 0.4, y, x + r * 0.35, y + r * 0.2], fill=(128, 138, 140))


def _flood(draw: Draw, dice: Random, done: bool) -> None:
    if done:
        for _ in range(7):
            x, y = dice.randrange(100, 1100), dice.randrange(640, 900)
            draw.ellipse([x, y, x + 130, y + 18], fill=(104, 110, 116))
        return
    draw.rectangle([0, _HORIZON + 40, WIDTH, HEIGHT], fill=(120, 116, 96))
    for y in range(_HORIZON + 60, HEIGHT, 16):
        x = dice.randrange(-80, 80)
        while x < WIDTH:
            wide = dice.randrange(50, 150)
            draw.arc([x, y, x + wide, y + 14], 180, 350, fill=(160, 156, 134), width=3)
            x += wide + dice.randrange(30, 110)
    _motorbike(draw, 520, 650, under=690)


def _rubbish(draw: Draw, dice: Random, done: bool) -> None:
    if done:
        _bin(draw, 560)
        return
    for _ in range(34):
        x, y = dice.randrange(380, 900), dice.randrange(470, 640)
        r = dice.randrange(34, 70)
        fill = dice.choice(((30, 32, 36), (44, 84, 120), (190, 60, 52), (210, 208, 200), (60, 110, 70), (140, 112, 76)))
        draw.ellipse([x - r, y - r * 0.7, x + r, y + r * 0.7], fill=fill)
        draw.polygon([(x - 9, y - r * 0.6), (x + 9, y - r * 0.6), (x, y - r)], fill=_shaded(fill, 0.7))


def _tree(draw: Draw, dice: Random, done: bool) -> None:
    x = 620
    lean = 0 if done else 330
    draw.polygon([(x - 26, 560), (x + 26, 560), (x + 16 + lean, 250), (x - 10 + lean, 250)], fill=(92, 66, 46))
    for _ in range(9 if done else 22):
        cx, cy = x + lean + dice.randrange(-150, 150), dice.randrange(110, 270)
        draw.ellipse([cx - 80, cy - 56, cx + 80, cy + 56], fill=dice.choice(((48, 108, 52), (62, 128, 60), (40, 92, 48))))
    if not done:
        draw.line([(x + 60, 640), (x + 420, 700)], fill=(92, 66, 46), width=22)
        for _ in range(8):
            cx, cy = x + dice.randrange(200, 440), dice.randrange(640, 730)
            draw.ellipse([cx - 46, cy - 30, cx + 46, cy + 30], fill=(58, 116, 56))


def _cable(draw: Draw, dice: Random, done: bool) -> None:
    for x in (140, 1080):
        draw.rectangle([x, 90, x + 24, 560], fill=(150, 148, 142))
        draw.rectangle([x - 40, 130, x + 64, 144], fill=(110, 108, 102))
    for wire in range(9):
        sag = 30 + wire * 5 if done else dice.randrange(60, 420)
        y = 136 + wire * 6
        points = [(152 + (940 * part / 24), y + sag * 4 * (part / 24) * (1 - part / 24)) for part in range(25)]
        draw.line(points, fill=_DARK, width=5)


def _pavement(draw: Draw, dice: Random, done: bool) -> None:
    for column in range(0, WIDTH, 64):
        for row in range(_HORIZON, _HORIZON + 180, 60):
            broken = not done and 380 < column < 900 and dice.random() < 0.6
            fill = (120, 104, 84) if broken else dice.choice((_SLAB, (186, 174, 160), (204, 176, 150)))
            draw.rectangle([column, row, column + 58, row + 54], fill=fill)
            if broken:
                draw.polygon([(column + 6, row + 8), (column + 40, row + 4), (column + 24, row + 40)], fill=_SLAB)


def _signal(draw: Draw, _dice: Random, done: bool) -> None:
    draw.rectangle([636, 120, 654, 580], fill=(70, 74, 78))
    draw.rounded_rectangle([590, 90, 700, 330], 18, fill=(26, 28, 30))
    for row, colour in enumerate(((220, 50, 44), (240, 190, 50), (60, 190, 96))):
        on = done and row == 2
        draw.ellipse([612, 106 + row * 74, 678, 166 + row * 74], fill=colour if on else _shaded(colour, 0.25))
    for stripe in range(9):
        draw.rectangle([120 + stripe * 120, 640, 180 + stripe * 120, 900], fill=(214, 212, 206) if done else (118, 118, 118))


def _works(draw: Draw, dice: Random, done: bool) -> None:
    if done:
        draw.rectangle([280, 600, 980, 860], fill=(58, 59, 62))
        return
    draw.polygon([(300, 640), (980, 610), (1060, 840), (240, 870)], fill=(122, 94, 62))
    draw.polygon([(360, 680), (930, 650), (990, 800), (320, 830)], fill=(74, 56, 38))
    for post in range(5):
        x = 240 + post * 190
        draw.rectangle([x, 560, x + 10, 700], fill=(120, 120, 120))
        for stripe in range(6):
            fill = (214, 64, 44) if stripe % 2 else (240, 240, 236)
            draw.rectangle([x + stripe * 30, 586, x + stripe * 30 + 30, 622], fill=fill)
    for _ in range(12):
        x, y = dice.randrange(280, 980), dice.randrange(840, 900)
        draw.ellipse([x, y, x + 34, y + 20], fill=(136, 118, 96))


def _drain(draw: Draw, dice: Random, done: bool) -> None:
    draw.rounded_rectangle([470, 640, 810, 780], 12, fill=(64, 66, 68))
    for bar in range(9):
        draw.rectangle([492 + bar * 34, 656, 508 + bar * 34, 764], fill=(28, 29, 31))
    if done:
        return
    draw.polygon([(430, 700), (850, 690), (900, 840), (380, 860)], fill=(92, 88, 66))
    for _ in range(26):
        x, y = dice.randrange(430, 840), dice.randrange(650, 820)
        fill = dice.choice(((200, 198, 190), (70, 110, 150), (140, 100, 60), (60, 96, 56)))
        draw.rectangle([x, y, x + dice.randrange(16, 50), y + dice.randrange(10, 24)], fill=fill)


def _leak(draw: Draw, dice: Random, done: bool) -> None:
    draw.rectangle([560, 600, 700, 700], fill=(104, 84, 60) if not done else (66, 67, 70))
    if done:
        return
    for jet in range(26):
        x = 628 + dice.randrange(-70, 70)
        draw.line([(630, 640), (x, dice.randrange(330, 560))], fill=(206, 226, 238), width=4 + jet % 4)
    draw.polygon([(520, 690), (760, 690), (1180, 950), (240, 950)], fill=(150, 172, 186))


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
    draw.rectangle([0, _HORIZON + 60, WIDTH, HEIGHT], fill=(92, 122, 120) if done else (40, 42, 38))
    draw.rectangle([0, _HORIZON + 44, WIDTH, _HORIZON + 64], fill=(150, 146, 138))
    for y in range(_HORIZON + 90, HEIGHT, 26):
        x = dice.randrange(WIDTH)
        draw.line([(x, y), (x + 160, y)], fill=(130, 156, 154) if done else (66, 68, 60), width=3)
    if done:
        return
    for _ in range(60):
        x, y = dice.randrange(WIDTH), dice.randrange(_HORIZON + 80, HEIGHT - 60)
        fill = dice.choice(((66, 118, 58), (78, 132, 66), (220, 220, 214), (196, 70, 60)))
        draw.ellipse([x, y, x + dice.randrange(20, 64), y + dice.randrange(10, 22)], fill=fill)


def _stalls(draw: Draw, dice: Random, done: bool) -> None:
    if done:
        return
    for stall in range(4):
        x = 90 + stall * 290
        fill = dice.choice(((198, 60, 52), (40, 110, 160), (236, 176, 52), (58, 140, 90)))
        draw.polygon([(x, 380), (x + 220, 380), (x + 250, 430), (x - 30, 430)], fill=fill)
        draw.line([(x + 6, 430), (x + 6, 590)], fill=_DARK, width=6)
        draw.line([(x + 214, 430), (x + 214, 590)], fill=_DARK, width=6)
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
        draw.polygon([(x + 66, y + 6), (x + 112, y - 62), (x + 236, y - 62), (x + 276, y + 6)], fill=_shaded(fill, 0.85))
        draw.polygon([(x + 84, y + 2), (x + 120, y - 50), (x + 226, y - 50), (x + 256, y + 2)], fill=(120, 148, 164))
        for wheel in (x + 46, x + 226):
            draw.ellipse([wheel, y + 52, wheel + 66, y + 118], fill=(24, 24, 26))
            draw.ellipse([wheel + 20, y + 72, wheel + 46, y + 98], fill=(150, 150, 152))


def _building(draw: Draw, _dice: Random, done: bool) -> None:
    draw.rectangle([420, 110, 860, _HORIZON], fill=(178, 168, 156))
    for floor in range(110, _HORIZON, 64):
        draw.rectangle([420, floor, 860, floor + 8], fill=(130, 122, 112))
        for column in range(436, 850, 70):
            draw.rectangle([column, floor + 18, column + 40, floor + 56], fill=(96, 120, 136) if done else (70, 62, 54))
    if done:
        return
    for x in range(410, 880, 58):
        draw.line([(x, 90), (x, _HORIZON)], fill=(60, 120, 80), width=5)
    for y in range(100, _HORIZON, 52):
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


def _motorbike(draw: Draw, x: int, y: int, *, under: int) -> None:
    for wheel in (x, x + 170):
        draw.ellipse([wheel, y, wheel + 84, y + 84], fill=(26, 26, 28))
    draw.polygon([(x + 30, y + 20), (x + 200, y + 10), (x + 220, y - 50), (x + 60, y - 40)], fill=(176, 40, 40))
    draw.rectangle([x - 60, under, x + 340, under + 60], fill=(120, 116, 96))


def _caption(draw: Draw) -> None:
    words = "TRANH · DRAWING · DEMO 1022"  # no letter that Pillow's own font lacks
    font = ImageFont.load_default(30)
    draw.rectangle([0, HEIGHT - 52, WIDTH, HEIGHT], fill=(20, 33, 43))
    draw.text((22, HEIGHT - 44), words, fill=(236, 240, 244), font=font)


def _shaded(colour: tuple[int, int, int], part: float) -> tuple[int, int, int]:
    red, green, blue = (min(255, round(value * part)) for value in colour)
    return red, green, blue


_RING = (
    (1, 0),
    (0.86, 0.5),
    (0.5, 0.86),
    (0, 1),
    (-0.5, 0.86),
    (-0.86, 0.5),
    (-1, 0),
    (-0.86, -0.5),
    (-0.5, -0.86),
    (0, -1),
    (0.5, -0.86),
    (0.86, -0.5),
)

SCENES: dict[str, Painter] = {
    "lamp": _lamp, "pothole": _pothole, "flood": _flood, "rubbish": _rubbish, "tree": _tree, "cable": _cable,
    "pavement": _pavement, "signal": _signal, "works": _works, "drain": _drain, "leak": _leak, "smoke": _smoke,
    "canal": _canal, "stalls": _stalls, "parking": _parking, "building": _building, "bus": _bus, "paper": _paper,
}  # fmt: skip
