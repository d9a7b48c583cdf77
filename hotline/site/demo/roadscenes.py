"""What is wrong with roads, lamps, trees and drains, as drawings.

Each paints a matter into a street, or what is left of it when it is done.
"""

from collections.abc import Mapping
from random import Random

from hotline.site.demo.street import DARK, HEIGHT, HORIZON, KERB, SLAB, WIDTH, Draw, Painter, shaded


def _lamp(draw: Draw, dice: Random, done: bool) -> None:
    x = dice.randrange(420, 820)
    if done:
        for size in range(260, 20, -12):
            glow = round(70 + (260 - size) * 0.5)
            draw.polygon([(x + 86, 172), (x + 86 - size, 900), (x + 86 + size, 900)], fill=(glow, glow - 12, round(glow * 0.62)))
        draw.rectangle([0, HORIZON + 96, 60, HORIZON + 100], fill=KERB)
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
    draw.rectangle([0, HORIZON + 40, WIDTH, HEIGHT], fill=(120, 116, 96))
    for y in range(HORIZON + 60, HEIGHT, 16):
        x = dice.randrange(-80, 80)
        while x < WIDTH:
            wide = dice.randrange(50, 150)
            draw.arc([x, y, x + wide, y + 14], 180, 350, fill=(160, 156, 134), width=3)
            x += wide + dice.randrange(30, 110)
    _motorbike(draw, 520, 650, under=690)


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
        draw.line(points, fill=DARK, width=5)


def _pavement(draw: Draw, dice: Random, done: bool) -> None:
    for column in range(0, WIDTH, 64):
        for row in range(HORIZON, HORIZON + 180, 60):
            broken = not done and 380 < column < 900 and dice.random() < 0.6
            fill = (120, 104, 84) if broken else dice.choice((SLAB, (186, 174, 160), (204, 176, 150)))
            draw.rectangle([column, row, column + 58, row + 54], fill=fill)
            if broken:
                draw.polygon([(column + 6, row + 8), (column + 40, row + 4), (column + 24, row + 40)], fill=SLAB)


def _signal(draw: Draw, _dice: Random, done: bool) -> None:
    draw.rectangle([636, 120, 654, 580], fill=(70, 74, 78))
    draw.rounded_rectangle([590, 90, 700, 330], 18, fill=(26, 28, 30))
    for row, colour in enumerate(((220, 50, 44), (240, 190, 50), (60, 190, 96))):
        on = done and row == 2
        draw.ellipse([612, 106 + row * 74, 678, 166 + row * 74], fill=colour if on else shaded(colour, 0.25))
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


def _motorbike(draw: Draw, x: int, y: int, *, under: int) -> None:
    for wheel in (x, x + 170):
        draw.ellipse([wheel, y, wheel + 84, y + 84], fill=(26, 26, 28))
    draw.polygon([(x + 30, y + 20), (x + 200, y + 10), (x + 220, y - 50), (x + 60, y - 40)], fill=(176, 40, 40))
    draw.rectangle([x - 60, under, x + 340, under + 60], fill=(120, 116, 96))


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


SCENES: Mapping[str, Painter] = {
    "lamp": _lamp, "pothole": _pothole, "flood": _flood, "tree": _tree, "cable": _cable, "pavement": _pavement,
    "signal": _signal, "works": _works, "drain": _drain, "leak": _leak,
}  # fmt: skip
