"""Scenes of town and culture: market, school, stadium, longhouse, patterns, the press table, the map."""

import itertools
import math

from articles.demo.canvas import (
    DAWN,
    DAY,
    DUSK,
    NIGHT,
    Canvas,
    Color,
    Mood,
    Point,
    bezier,
    ink,
    mix,
    place,
    ribbon,
    smooth,
)
from articles.demo.shapes import (
    BRICK,
    COAL,
    CREAM,
    FRUIT,
    GREEN,
    LEAF,
    MAROON,
    MUSTARD,
    NAVY,
    ORANGE,
    SAND,
    TEAL,
    broadleaf,
    clouds,
    curl,
    hills,
    person,
    sky,
    stars,
    treeline,
)  # fmt: skip


def market(canvas: Canvas) -> None:
    """Draw the stalls of a morning market."""
    mood = canvas.rng.choice((DAWN, DAY))
    sky(canvas, mood, (canvas.rng.uniform(700, 900), 240.0), 60)
    _shophouses(canvas, mood)
    canvas.gradient(610, 901, mix(SAND, mood.mid, 0.25), mix(SAND, mood.dark, 0.45))
    for x, y, high, cloth in (
        (620, 690, 190, TEAL),
        (720, 700, 205, BRICK),
        (900, 686, 180, MUSTARD),
        (990, 702, 210, GREEN),
    ):
        person(canvas, (x + canvas.rng.uniform(-24, 24), y), high, cloth, hat=SAND if x in (620, 990) else None)
    stripes = [(BRICK, CREAM), (TEAL, CREAM), (MUSTARD, MAROON), (GREEN, CREAM)]
    canvas.rng.shuffle(stripes)
    _stall(canvas, (250, 720), 0.95, stripes[0], mood)
    _stall(canvas, (1360, 720), 0.95, stripes[1], mood)
    person(canvas, (560, 850), 290, ORANGE, hat=SAND)
    person(canvas, (1090, 856), 300, TEAL, hat=None)
    _baskets(canvas, mood)


def _shophouses(canvas: Canvas, mood: Mood) -> None:
    x = -20.0
    walls = (
        mix(SAND, mood.sky_low, 0.4),
        mix(TEAL, mood.sky_low, 0.55),
        mix(ORANGE, mood.sky_low, 0.55),
        mix(LEAF, mood.sky_low, 0.5),
    )
    while x < 1620:
        wide, top = canvas.rng.uniform(120, 190), canvas.rng.uniform(330, 440)
        wall = canvas.rng.choice(walls)
        canvas.rectangle((x, top, x + wide, 640), wall)
        canvas.polygon(
            [(x - 8, top + 6), (x + 14, top - 32), (x + wide - 14, top - 32), (x + wide + 8, top + 6)],
            mix(BRICK, mood.sky_low, 0.35),
        )
        for step in range(int(wide // 44)):
            left = x + 18 + step * 44
            for y in (top + 34, top + 106):
                canvas.rectangle((left, y, left + 24, y + 42), mix(wall, mood.dark, 0.4))
                canvas.rectangle((left + 11, y, left + 13, y + 42), wall)
        x += wide + 4
    canvas.mist(420, 700, mood.sky_low, 0.5)


def _stall(canvas: Canvas, at: Point, size: float, stripe: tuple[Color, Color], mood: Mood) -> None:
    wood = mix(MAROON, SAND, 0.3)
    for x in (-250, 238):
        canvas.polygon(place([(x, 130), (x + 14, 130), (x + 14, -250), (x, -250)], at, size), wood)
    for x in (-150, 0, 150):
        canvas.line(place([(x, -244), (x, -190)], at, size), 3 * size, COAL)
        canvas.glow(place([(x, -176)], at, size)[0], 60 * size, mood.light, 0.8)
        canvas.circle(place([(x, -178)], at, size)[0], 13 * size, MUSTARD)
    person(canvas, place([(-60, 60)], at, size)[0], 240 * size, stripe[0], hat=None)
    for row, (y, rise) in enumerate(((-46, 0), (10, 0))):
        for index in range(5):
            centre = (-212 + index * 106 + row * 8, y + rise)
            _pile(canvas, place([centre], at, size)[0], 48 * size, canvas.rng.choice(FRUIT))
        canvas.polygon(
            place([(-270, y), (270, y), (262, y + 26), (-262, y + 26)], at, size), mix(wood, SAND, 0.2 * (1 - row))
        )
    canvas.polygon(place([(-262, 36), (262, 36), (254, 130), (-254, 130)], at, size), wood)
    for x in range(-240, 260, 40):
        canvas.line(place([(x, 40), (x * 0.98, 128)], at, size), 2 * size, mix(wood, COAL, 0.4))
    count = 10
    for index in range(count):
        a, b = -300 + 600 * index / count, -300 + 600 * (index + 1) / count
        fill = stripe[index % 2]
        canvas.polygon(place([(a * 0.82, -330), (b * 0.82, -330), (b, -240), (a, -240)], at, size), fill)
        canvas.ellipse(place([((a + b) / 2, -240)], at, size)[0], 30 * size, 17 * size, mix(fill, COAL, 0.12))


def _pile(canvas: Canvas, at: Point, wide: float, fill: Color) -> None:
    radius = wide * 0.24
    for row in range(4):
        count = 4 - row
        for index in range(count):
            x = at[0] + (index - (count - 1) / 2) * radius * 1.9
            y = at[1] - radius * 0.8 - row * radius * 1.5
            canvas.circle((x, y), radius, mix(fill, COAL, 0.1 + 0.08 * canvas.rng.random()))
            canvas.circle((x - radius * 0.3, y - radius * 0.3), radius * 0.42, mix(fill, CREAM, 0.35))


def _baskets(canvas: Canvas, mood: Mood) -> None:
    for x, y, wide in ((690, 850, 84), (830, 868, 96), (960, 846, 78), (300, 878, 92), (1290, 880, 92)):
        canvas.ellipse((x, y + wide * 0.34), wide * 1.1, wide * 0.2, mood.dark, 90)
        fruit = canvas.rng.choice(FRUIT)
        for _ in range(26):
            dx, dy = canvas.rng.uniform(-0.8, 0.8) * wide, canvas.rng.uniform(-0.42, 0.0) * wide
            if abs(dx) < wide * (0.86 + dy / wide):
                canvas.circle(
                    (x + dx, y + dy - wide * 0.04), wide * 0.17, mix(fruit, COAL, canvas.rng.uniform(0, 0.22))
                )
                canvas.circle((x + dx - 4, y + dy - wide * 0.09), wide * 0.06, mix(fruit, CREAM, 0.45))
        rim = [
            (x - wide, y - 6),
            (x + wide, y - 6),
            (x + wide * 0.72, y + wide * 0.4),
            (x - wide * 0.72, y + wide * 0.4),
        ]
        canvas.polygon(rim, SAND)
        for step in range(-4, 5):
            canvas.line(
                [(x + step * wide * 0.23, y - 4), (x + step * wide * 0.165, y + wide * 0.4)],
                2.4,
                mix(SAND, MAROON, 0.5),
            )
        for part in (0.12, 0.26):
            canvas.line(
                [(x - wide * (1 - part * 0.7), y + wide * part), (x + wide * (1 - part * 0.7), y + wide * part)],
                2.4,
                mix(SAND, MAROON, 0.5),
            )
        canvas.rounded((x - wide * 1.04, y - 12, x + wide * 1.04, y + 4), 8, mix(SAND, MAROON, 0.35))


def classroom(canvas: Canvas) -> None:
    """Draw a classroom seen from the back row."""
    wall = canvas.rng.choice((ink("f3dfb2"), ink("dfe6cf"), ink("f0d3b4")))
    canvas.gradient(0, 640, mix(wall, CREAM, 0.5), wall)
    canvas.rectangle((-5, 520, 1605, 640), mix(wall, TEAL, 0.55))
    canvas.rectangle((-5, 514, 1605, 524), mix(wall, COAL, 0.4))
    canvas.gradient(636, 901, mix(SAND, ORANGE, 0.35), mix(MAROON, ORANGE, 0.35))
    for x in range(-800, 2500, 180):
        canvas.line([(800 + (x - 800) * 0.45, 640), (x, 901)], 2.4, MAROON, 60)
    _window(canvas, (90, 130, 380, 440))
    _blackboard(canvas, (500, 120, 1180, 440))
    _bunting(canvas)
    canvas.rounded((1270, 150, 1500, 330), 6, MAROON)
    canvas.rectangle((1282, 162, 1488, 318), ink("b9d7d0"))
    for shape in (
        [(1300, 210), (1350, 190), (1400, 236), (1370, 280), (1316, 270)],
        [(1420, 250), (1460, 226), (1470, 280), (1430, 296)],
    ):
        canvas.polygon(smooth([(float(x), float(y)) for x, y in shape]), LEAF)
    _teacher(canvas, (1240, 640), 330)
    canvas.rectangle((1290, 520, 1560, 540), MAROON)
    canvas.polygon([(1304, 540), (1546, 540), (1536, 650), (1314, 650)], mix(MAROON, ORANGE, 0.35))
    canvas.circle((1350, 500), 22, ORANGE)
    canvas.rectangle((1420, 498, 1510, 508), TEAL)
    canvas.rectangle((1430, 508, 1520, 520), BRICK)
    hair = (COAL, ink("2d2320"), ink("3a2a22"))
    for row, (y, size) in enumerate(((690, 0.72), (850, 1.12))):
        for index in range(5 - row):
            x = 180 + row * 90 + index * (300 + row * 60)
            _pupil(
                canvas, (x + canvas.rng.uniform(-14, 14), y), size, canvas.rng.choice(hair), veil=(index + row) % 3 == 1
            )
    canvas.beam([(120, 240), (360, 240), (1240, 880), (560, 880)], ink("fff3cf"), 0.34)


def _window(canvas: Canvas, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    canvas.rectangle((left - 14, top - 14, right + 14, bottom + 14), MAROON)
    canvas.shaded([(left, top), (right, top), (right, bottom), (left, bottom)], ink("7fc4c4"), ink("f9ecc6"))
    for x in (0.2, 0.5, 0.85):
        canvas.ellipse((left + (right - left) * x, bottom - 26), 66, 50, mix(GREEN, TEAL, 0.3))
    canvas.rectangle((left, bottom - 30, right, bottom), mix(GREEN, TEAL, 0.3))
    for part in (1, 2):
        x = left + (right - left) * part / 3
        canvas.rectangle((x - 5, top, x + 5, bottom), MAROON)
    canvas.rectangle((left, top + 90, right, top + 98), MAROON)
    canvas.rectangle((left - 24, bottom + 10, right + 24, bottom + 24), mix(MAROON, SAND, 0.3))


def _blackboard(canvas: Canvas, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    canvas.rounded((left - 16, top - 16, right + 16, bottom + 16), 8, mix(MAROON, SAND, 0.25))
    board = [(left, top), (right, top), (right, bottom), (left, bottom)]
    canvas.shaded(board, ink("2f6656"), ink("1f4b43"))
    canvas.stipple(board, CREAM, 0.02, 0.12)
    chalk = ink("f2eedb")
    wave = [(left + 60 + step * 4, top + 210 - 70 * math.sin(step / 13)) for step in range(80)]
    canvas.line([(left + 50, top + 60), (left + 50, bottom - 40), (left + 400, bottom - 40)], 4, chalk, 220)
    canvas.line(wave, 4.4, MUSTARD)
    canvas.line(
        [(left + 470, top + 230), (left + 560, top + 80), (left + 640, top + 230), (left + 470, top + 230)],
        4,
        chalk,
        220,
    )
    canvas.line([(left + 560, top + 80), (left + 560, top + 230)], 3, ORANGE)
    for row in range(3):
        canvas.line(
            [(left + 470, top + 262 + row * 20), (left + canvas.rng.uniform(580, 650), top + 262 + row * 20)],
            3,
            chalk,
            170,
        )
    canvas.rectangle((left + 40, bottom + 8, left + 100, bottom + 18), CREAM)


def _bunting(canvas: Canvas) -> None:
    string = bezier((-20, 30), (400, 110), (1200, 110), (1620, 30), steps=44)
    canvas.line(string, 3, MAROON)
    for index, (x, y) in enumerate(string[1:-1]):
        canvas.polygon([(x - 15, y), (x + 15, y), (x, y + 34)], BRICK if index % 2 else CREAM)


def _teacher(canvas: Canvas, foot: Point, high: float) -> None:
    person(canvas, foot, high, TEAL)
    veil = smooth([(-0.1, -0.9), (-0.08, -1.0), (0.08, -1.0), (0.1, -0.9), (0.15, -0.72), (0, -0.66), (-0.15, -0.72)])
    canvas.polygon(place(veil, foot, high), MUSTARD)
    canvas.ellipse((foot[0] - 3, foot[1] - high * 0.9), high * 0.058, high * 0.066, ink("a86c48"))
    canvas.stroke(
        place(bezier((-0.15, -0.74), (-0.3, -0.7), (-0.36, -0.86)), foot, high), high * 0.075, high * 0.05, TEAL
    )
    canvas.circle(place([(-0.365, -0.88)], foot, high)[0], high * 0.035, ink("a86c48"))
    canvas.line(place([(-0.365, -0.88), (-0.5, -1.08)], foot, high), 4, COAL)


def _pupil(canvas: Canvas, at: Point, size: float, hair: Color, *, veil: bool) -> None:
    torso = smooth([(-86, 90), (-84, -10), (-40, -52), (40, -52), (84, -10), (86, 90)], 8)
    canvas.polygon(place(torso, at, size), CREAM)
    canvas.stipple(place(torso, at, size), TEAL, 0.0, 0.22)
    if veil:
        shape = smooth(
            [(-47, -100), (-30, -150), (30, -150), (47, -100), (52, -66), (66, -10), (0, 10), (-66, -10), (-52, -66)], 8
        )
        canvas.polygon(place(shape, at, size), mix(TEAL, CREAM, 0.62))
        canvas.stipple(place(shape, at, size), TEAL, 0.0, 0.4)
        for side in (-1, 1):
            fold = bezier((side * 12, -60), (side * 20, -40), (side * 30, -8))
            canvas.polygon(place(ribbon(fold, 2, 6), at, size), mix(TEAL, CREAM, 0.4))
    else:
        canvas.polygon(place([(-16, -80), (16, -80), (20, -44), (-20, -44)], at, size), ink("8d5a3c"))
        for x in (-46, 46):
            canvas.ellipse(place([(x, -96)], at, size)[0], 9 * size, 13 * size, ink("8d5a3c"))
        canvas.ellipse(place([(0, -102)], at, size)[0], 46 * size, 50 * size, hair)
    wood = mix(ORANGE, MAROON, 0.45)
    canvas.polygon(place([(-118, 54), (118, 54), (126, 76), (-126, 76)], at, size), mix(wood, SAND, 0.35))
    canvas.polygon(place([(-112, 76), (112, 76), (108, 190), (-108, 190)], at, size), wood)


def stadium(canvas: Canvas) -> None:
    """Draw a football ground under its floodlights."""
    mood = canvas.rng.choice((NIGHT, DUSK))
    sky(canvas, mood)
    stars(canvas, 70, 260)
    hills(canvas, mix(mood.far, mood.mid, 0.5), 330, 26)
    stand = mix(mood.near, mood.mid, 0.4)
    canvas.polygon([(-10, 250), *bezier((-10, 250), (800, 330), (1610, 250)), (1610, 620), (-10, 620)], stand)
    canvas.polygon(ribbon(bezier((-10, 246), (800, 326), (1610, 246)), 26, 26), mood.dark)
    _crowd(canvas)
    canvas.polygon([(-10, 520), (1610, 520), (1610, 560), (-10, 560)], mood.dark)
    for index in range(14):
        fill = (BRICK, MUSTARD, TEAL, CREAM, ORANGE)[(index + canvas.rng.randint(0, 1)) % 5]
        canvas.rectangle((index * 116 - 8, 526, index * 116 + 104, 554), fill)
    _pitch(canvas)
    for x, lean in ((120, 1), (1480, -1)):
        canvas.polygon(ribbon([(x, 540), (x + lean * 10, 90)], 16, 9), mood.dark)
        canvas.polygon(
            [(x - 74 + lean * 10, 30), (x + 74 + lean * 10, 30), (x + 66 + lean * 10, 118), (x - 66 + lean * 10, 118)],
            mood.dark,
        )
        for row in range(3):
            for column in range(5):
                where = (x + lean * 10 - 52 + column * 26, 48 + row * 26)
                canvas.circle(where, 10, CREAM)
        canvas.glow((x + lean * 10, 74), 330, ink("fff6d8"), 0.85)
        canvas.beam(
            [(x - 40, 80), (x + 60, 80), (x + lean * 900 + 260, 880), (x + lean * 300 - 260, 880)], ink("fff6d8"), 0.3
        )
    _match(canvas)


def _crowd(canvas: Canvas) -> None:
    colours = (BRICK, MUSTARD, CREAM, TEAL, ORANGE, ink("8a5636"))
    for row in range(15):
        y = 286 + row * 16
        for column in range(112):
            if canvas.rng.random() < 0.86:
                x = column * 14.6 + canvas.rng.uniform(-4, 4)
                bow = 60 * (1 - ((x - 800) / 800) ** 2) * (1 - row / 17)
                canvas.circle((x, y + bow + canvas.rng.uniform(-3, 3)), 4.6, canvas.rng.choice(colours), 215)


def _pitch(canvas: Canvas) -> None:
    light, dark = ink("5f9f55"), ink("4a8a4c")
    edges = [560 + 345 * (step / 10) ** 1.6 for step in range(11)]
    for index, (top, bottom) in enumerate(itertools.pairwise(edges)):
        canvas.rectangle((-5, top, 1605, bottom), light if index % 2 else dark)
    canvas.stipple([(0, 560), (1600, 560), (1600, 900), (0, 900)], CREAM, 0.12, 0.0)
    canvas.line([(-10, 590), (1610, 590)], 4, CREAM, 220)
    canvas.line([(800, 590), (800, 900)], 6, CREAM, 220)
    ring = [(800 + 330 * math.cos(math.tau * t / 60), 742 + 84 * math.sin(math.tau * t / 60)) for t in range(61)]
    canvas.line(ring, 6, CREAM, 220)
    canvas.ellipse((800, 742), 10, 5, CREAM)


def _match(canvas: Canvas) -> None:
    players = (
        (420, 700, 120, BRICK, 1),
        (640, 780, 160, TEAL, -1),
        (960, 690, 118, BRICK, -1),
        (1150, 800, 168, TEAL, 1),
        (1330, 672, 108, BRICK, 1),
        (250, 830, 180, TEAL, 1),
    )
    for x, y, high, shirt, side in players:
        _player(canvas, (x + canvas.rng.uniform(-40, 40), y), high, shirt, flip=side < 0)
    canvas.ellipse((842, 836), 30, 7, COAL, 90)
    canvas.circle((842, 814), 20, CREAM)
    for x, y in ((0, 0), (13, -8), (-13, -6), (-7, 13), (9, 12)):
        canvas.circle((842 + x, 814 + y), 4.6, COAL)


def _player(canvas: Canvas, foot: Point, high: float, shirt: Color, *, flip: bool) -> None:
    skin = ink("7d4c30")
    canvas.ellipse(foot, high * 0.34, high * 0.05, COAL, 80)
    for knee, toe in (((0.02, -0.26), (-0.2, -0.1)), ((0.18, -0.26), (0.14, -0.01))):
        leg = [(0.0, -0.46), knee, toe]
        canvas.line(place(leg, foot, high, flip=flip), high * 0.085, skin)
        canvas.line(place([knee, toe], foot, high, flip=flip), high * 0.09, mix(shirt, CREAM, 0.2))
        canvas.ellipse(
            place([(toe[0] + 0.03, toe[1] + 0.01)], foot, high, flip=flip)[0], high * 0.07, high * 0.035, COAL
        )
    canvas.polygon(
        place(
            smooth([(-0.1, -0.4), (-0.1, -0.54), (0.12, -0.54), (0.17, -0.38), (0.04, -0.36)]), foot, high, flip=flip
        ),
        CREAM,
    )
    canvas.polygon(
        place(
            smooth([(-0.09, -0.5), (-0.09, -0.76), (0.0, -0.82), (0.13, -0.8), (0.16, -0.72), (0.13, -0.5)]),
            foot,
            high,
            flip=flip,
        ),
        shirt,
    )
    for elbow, hand in (((-0.22, -0.64), (-0.26, -0.5)), ((0.3, -0.68), (0.36, -0.8))):
        canvas.line(place([(0.03, -0.76), elbow, hand], foot, high, flip=flip), high * 0.065, skin)
        canvas.line(place([(0.03, -0.76), elbow], foot, high, flip=flip), high * 0.085, shirt)
    canvas.circle(place([(0.07, -0.91)], foot, high, flip=flip)[0], high * 0.072, skin)
    hair = smooth([(-0.01, -0.92), (0.02, -1.0), (0.12, -0.99), (0.14, -0.93), (0.06, -0.95)])
    canvas.polygon(place(hair, foot, high, flip=flip), COAL)


def longhouse(canvas: Canvas) -> None:
    """Draw a painted longhouse on its posts, with carved guardians."""
    mood = canvas.rng.choice((DAWN, DUSK, DAY))
    sky(canvas, mood, (canvas.rng.uniform(240, 420), 210.0), 66)
    clouds(canvas, mood, 5, 40, 200)
    hills(canvas, mood.far, 420, 60, waves=1.2)
    canvas.mist(360, 520, mood.sky_low, 0.6)
    for x in (70, 190, 1440, 1560):
        broadleaf(canvas, (x, 680), canvas.rng.uniform(380, 470), mood.mid, mood.far)
    treeline(canvas, mood.near, 640, 66, mood.mid)
    canvas.gradient(684, 901, mix(SAND, LEAF, 0.45), mix(LEAF, mood.dark, 0.55))
    wood, plank = MAROON, ink("5a2b22")
    for x in range(200, 1420, 108):
        canvas.rectangle((x, 560, x + 26, 740), wood)
        canvas.rectangle((x + 17, 560, x + 26, 740), mix(wood, COAL, 0.4))
    canvas.polygon([(170, 360), (1430, 360), (1416, 590), (184, 590)], plank)
    _wall_art(canvas)
    canvas.polygon([(150, 590), (1450, 590), (1450, 612), (150, 612)], mix(wood, SAND, 0.25))
    roof = [(96, 380), (250, 176), (1350, 176), (1504, 380)]
    canvas.polygon(roof, ink("3a2a2c"))
    canvas.stipple(roof, ORANGE, 0.34, 0.02)
    for row in range(1, 7):
        y = 176 + row * 30
        canvas.line([(250 - row * 22, y), (1350 + row * 22, y)], 2.4, COAL, 150)
    canvas.polygon([(96, 380), (1504, 380), (1500, 394), (100, 394)], MUSTARD)
    for x, side in ((250, True), (1350, False)):
        outward = -1 if side else 1
        horn = bezier((x, 182), (x + outward * 70, 170), (x + outward * 110, 130), (x + outward * 80, 74))
        canvas.stroke(horn, 20, 7, MUSTARD)
        curl(canvas, (x + outward * 60, 92), 28, MUSTARD, 9, angle=0.4, flip=side)
    for x in range(330, 1330, 134):
        canvas.stroke(bezier((x, 178), (x + 8, 150), (x + 26, 140)), 9, 4, MUSTARD)
        canvas.stroke(bezier((x, 178), (x - 8, 150), (x - 26, 140)), 9, 4, MUSTARD)
    _stairs(canvas)
    for x in (250, 1350):
        _guardian(canvas, (x, 850), 0.72)
    for x, cloth in ((560, ORANGE), (1060, TEAL)):
        person(canvas, (x, 806), 150, cloth, hat=MUSTARD)


def _wall_art(canvas: Canvas) -> None:
    for y in (404, 574):
        canvas.rectangle((178, y - 7, 1422, y + 7), MUSTARD)
        for x in range(190, 1420, 28):
            canvas.polygon([(x, y + 6), (x + 9, y - 6), (x + 18, y + 6)], COAL)
    for index, x in enumerate((286, 424, 562, 1038, 1176, 1314)):
        for flip in (False, True):
            side = -1 if flip else 1
            curl(canvas, (x + side * 42, 466), 36, CREAM, 10, angle=2.6, flip=flip)
            curl(canvas, (x + side * 46, 530), 26, ORANGE if index % 2 else MUSTARD, 8, angle=3.6, flip=flip)
            canvas.stroke(bezier((x, 560), (x + side * 8, 500), (x + side * 14, 452)), 9, 6, CREAM)
        canvas.polygon([(x, 424), (x + 13, 446), (x, 468), (x - 13, 446)], BRICK)
        canvas.circle((x, 446), 5, MUSTARD)
    canvas.rectangle((734, 414, 866, 590), COAL)
    canvas.rectangle((746, 426, 854, 590), ink("2a1c1c"))
    canvas.glow((800, 540), 80, MUSTARD, 0.5)


def _stairs(canvas: Canvas) -> None:
    for step in range(9):
        y, half = 606 + step * 20, 62 + step * 7
        canvas.rectangle((800 - half, y, 800 + half, y + 11), mix(SAND, MAROON, 0.2 + 0.05 * (step % 2)))
    for side in (-1, 1):
        canvas.polygon(ribbon([(800 + side * 66, 590), (800 + side * 130, 800)], 16, 22), MAROON)


def _guardian(canvas: Canvas, foot: Point, size: float) -> None:
    wood, dark = ink("8a4a2c"), ink("4a231c")
    canvas.ellipse(foot, 66 * size, 10 * size, COAL, 110)
    canvas.polygon(place([(-30, 0), (-26, -330), (26, -330), (30, 0)], foot, size), wood)
    canvas.polygon(place([(8, 0), (8, -330), (26, -330), (30, 0)], foot, size), dark)
    for y in (-40, -96, -250):
        canvas.polygon(place([(-36, y), (36, y), (36, y - 16), (-36, y - 16)], foot, size), MUSTARD)
    for y in (-64, -230):
        canvas.polygon(place([(0, y - 14), (18, y), (0, y + 14), (-18, y)], foot, size), BRICK)
    face = smooth([(-40, -120), (-44, -190), (-22, -222), (22, -222), (44, -190), (40, -120), (0, -104)])
    canvas.polygon(place(face, foot, size), mix(wood, SAND, 0.25))
    for x in (-17, 17):
        canvas.circle(place([(x, -180)], foot, size)[0], 11 * size, CREAM)
        canvas.circle(place([(x, -180)], foot, size)[0], 5 * size, COAL)
    canvas.polygon(place([(-24, -138), (24, -138), (16, -122), (-16, -122)], foot, size), COAL)
    for x in (-14, -4, 6):
        canvas.polygon(place([(x, -138), (x + 8, -138), (x + 4, -130)], foot, size), CREAM)
    canvas.polygon(place([(-7, -168), (7, -168), (12, -148), (-12, -148)], foot, size), dark)
    for flip in (False, True):
        curl(canvas, place([(42, -318)], foot, size, flip=flip)[0], 26 * size, MUSTARD, 9 * size, angle=2.4, flip=flip)
    canvas.polygon(place([(0, -384), (22, -330), (-22, -330)], foot, size), BRICK)


def weaving(canvas: Canvas) -> None:
    """Fill the picture with a rattan weave in a diamond motif."""
    grounds = ((ink("e8c98d"), MAROON, COAL), (ink("ecd7a5"), TEAL, NAVY), (ink("e9c27a"), BRICK, ink("3b2723")))
    straw, colour, dark = canvas.rng.choice(grounds)
    canvas.rectangle((-5, -5, 1605, 905), mix(dark, COAL, 0.5))
    step = 25.0
    period = canvas.rng.choice((16, 18, 20))
    for row in range(-1, 38):
        for column in range(-1, 66):
            across = (row + column) % 2 == 0
            a, b = column % period - period // 2, row % period - period // 2
            ring = abs(a) + abs(b)
            fill = _strand(ring, period, straw, colour, dark)
            tone = canvas.rng.uniform(-0.1, 0.1)
            fill = mix(fill, CREAM if tone > 0 else COAL, abs(tone))
            _strip(canvas, (column * step, row * step), step, fill, across=across)
    canvas.glow((560, 260), 900, CREAM, 0.3)
    canvas.stipple([(0, 450), (1600, 450), (1600, 900), (0, 900)], COAL, 0.0, 0.22)


def _strand(ring: int, period: int, straw: Color, colour: Color, dark: Color) -> Color:
    half = period // 2
    if ring in (half, half - 3):
        return dark
    if ring in (half - 1, half - 2) or ring == 0:
        return colour
    if ring in (2, period - 3):
        return dark
    return mix(colour, ORANGE, 0.4) if ring > half + 3 and ring % 2 else straw


def _strip(canvas: Canvas, at: Point, step: float, fill: Color, *, across: bool) -> None:
    x, y = at
    long, short = step * 1.0, step * 0.86
    wide, high = (long, short) if across else (short, long)
    box = (x + (step - wide) / 2, y + (step - high) / 2, x + (step + wide) / 2, y + (step + high) / 2)
    canvas.rounded(box, 4, fill)
    light, shade = mix(fill, CREAM, 0.3), mix(fill, COAL, 0.28)
    if across:
        canvas.rectangle((box[0], box[1] + 2, box[2], box[1] + 5), light)
        canvas.rectangle((box[0], box[3] - 5, box[2], box[3] - 1.5), shade)
    else:
        canvas.rectangle((box[0] + 2, box[1], box[0] + 5, box[3]), light)
        canvas.rectangle((box[2] - 5, box[1], box[2] - 1.5, box[3]), shade)


def batik(canvas: Canvas) -> None:
    """Fill the picture with a batik of curling vines and shields."""
    cloths = (
        (ink("5a1f26"), MUSTARD, CREAM, ORANGE),
        (ink("14414b"), MUSTARD, CREAM, ink("d9774a")),
        (ink("2a2240"), ink("e8a24b"), CREAM, ink("c9577c")),
    )
    ground, main, pale, warm = canvas.rng.choice(cloths)
    canvas.rectangle((-5, -5, 1605, 905), ground)
    for _ in range(1500):
        where = (canvas.rng.uniform(0, 1600), canvas.rng.uniform(0, 900))
        canvas.circle(where, canvas.rng.uniform(1.2, 2.6), mix(ground, main, 0.55), 190)
    for row in range(-1, 4):
        for column in range(-1, 6):
            centre = (column * 360 + (row % 2) * 180 + 60.0, row * 270 + 60.0)
            _medallion(canvas, centre, (ground, main, pale, warm))
    canvas.stipple([(0, 0), (1600, 0), (1600, 900), (0, 900)], mix(ground, COAL, 0.4), 0.02, 0.2)


def _medallion(canvas: Canvas, at: Point, inks: tuple[Color, Color, Color, Color]) -> None:
    ground, main, pale, warm = inks
    x, y = at
    for flip in (False, True):
        side = -1 if flip else 1
        for up in (-1, 1):
            stem = bezier(
                (x, y + up * 8),
                (x + side * 46, y + up * 30),
                (x + side * 70, y + up * 70),
                (x + side * 54, y + up * 112),
            )
            canvas.stroke(stem, 13, 8, pale)
            angle = 3.0 if up > 0 else 3.3
            curl(canvas, (x + side * 96, y + up * 62), 40, main, 12, angle=angle, flip=flip)
            curl(canvas, (x + side * 28, y + up * 112), 25, warm, 9, angle=0.3, flip=flip)
            for step in range(7):
                turn = step / 6 * math.pi
                where = (x + side * (96 + 54 * math.cos(turn)), y + up * (62 + 54 * math.sin(turn)))
                canvas.circle(where, 3.6, pale)
        tip = [(x + side * 62, y), (x + side * 108, y - 15), (x + side * 150, y), (x + side * 108, y + 15)]
        canvas.polygon(smooth(tip), warm)
        canvas.circle((x + side * 108, y), 5, ground)
    shield = smooth([(x, y - 64), (x + 30, y - 26), (x + 30, y + 26), (x, y + 64), (x - 30, y + 26), (x - 30, y - 26)])
    canvas.polygon(shield, main)
    canvas.polygon(place([(px - x, py - y) for px, py in shield], at, 0.76), ground)
    canvas.polygon([(x, y - 30), (x + 15, y), (x, y + 30), (x - 15, y)], pale)
    canvas.circle(at, 7, warm)


def microphones(canvas: Canvas) -> None:
    """Draw the microphones on the table of a press conference."""
    back = canvas.rng.choice((TEAL, ink("6b2b36"), NAVY))
    canvas.gradient(0, 700, mix(back, CREAM, 0.2), mix(back, COAL, 0.35))
    for row in range(7):
        for column in range(12):
            x, y = column * 150 + (row % 2) * 75 - 20.0, row * 105 + 20.0
            canvas.polygon([(x, y - 34), (x + 24, y), (x, y + 34), (x - 24, y)], mix(back, CREAM, 0.12))
            canvas.polygon([(x, y - 16), (x + 11, y), (x, y + 16), (x - 11, y)], mix(back, MUSTARD, 0.3))
    canvas.glow((800, 300), 760, ink("fff0cc"), 0.45)
    canvas.dusting((800, 300), 560, ink("fff0cc"), 0.22)
    canvas.rectangle((-5, 690, 1605, 905), ink("7d3f2a"))
    canvas.rectangle((-5, 690, 1605, 704), ink("b9713f"))
    for _ in range(46):
        y = canvas.rng.uniform(712, 900)
        x = canvas.rng.uniform(-100, 1500)
        canvas.line(
            [(x, y), (x + canvas.rng.uniform(120, 460), y + canvas.rng.uniform(-3, 3))], 2.4, ink("5a2a1e"), 110
        )
    colours = [ORANGE, MUSTARD, TEAL, BRICK, GREEN, CREAM, ink("8a3f5d")]
    canvas.rng.shuffle(colours)
    stands = (
        (300, 0.80, -0.16),
        (1300, 0.80, 0.16),
        (470, 0.96, -0.1),
        (1130, 0.96, 0.1),
        (640, 1.08, -0.05),
        (960, 1.08, 0.05),
        (800, 1.22, 0.0),
    )
    for (x, size, lean), fill in zip(stands, colours, strict=True):
        _microphone(canvas, (x + canvas.rng.uniform(-14, 14), 742 + 40 * (size - 0.8) / 0.42), size, lean, fill)
    _notebook(canvas)


def _microphone(canvas: Canvas, foot: Point, size: float, lean: float, fill: Color) -> None:
    grey = ink("2c3138")
    canvas.ellipse((foot[0], foot[1] + 6), 74 * size, 14 * size, COAL, 150)
    canvas.ellipse(foot, 62 * size, 12 * size, grey)
    elbow, top = (lean * 90, -150.0), (lean * 420, -250.0)
    canvas.polygon(place(ribbon(bezier((0, 0), elbow, top), 12, 9), foot, size), grey)
    dx, dy = lean * 0.9, -1.0
    length = math.hypot(dx, dy)
    dx, dy = dx / length, dy / length

    def along(distance: float, offset: float = 0.0) -> Point:
        return top[0] + dx * distance - dy * offset, top[1] + dy * distance + dx * offset

    handle = [along(-50, -15), along(40, -20), along(40, 20), along(-50, 15)]
    canvas.polygon(place(handle, foot, size), COAL)
    cube = [along(34, -40), along(104, -40), along(104, 40), along(34, 40)]
    canvas.polygon(place(cube, foot, size), fill)
    canvas.polygon(
        place([along(34, 12), along(104, 12), along(104, 40), along(34, 40)], foot, size), mix(fill, COAL, 0.22)
    )
    canvas.circle(place([along(69, -14)], foot, size)[0], 13 * size, mix(fill, CREAM, 0.55))
    centre = place([along(152)], foot, size)[0]
    canvas.circle(centre, 52 * size, grey)
    ball = [
        (centre[0] + 52 * size * math.cos(t * math.tau / 40), centre[1] + 52 * size * math.sin(t * math.tau / 40))
        for t in range(40)
    ]
    canvas.stipple(ball, ink("b9c0c0"), 0.6, 0.1)
    canvas.line(place([along(112, -36), along(112, 36)], foot, size), 9 * size, ink("9aa0a2"))


def _notebook(canvas: Canvas) -> None:
    page = [(1210, 846), (1450, 824), (1500, 892), (1240, 916)]
    canvas.polygon([(x + 8, y + 10) for x, y in page], COAL, 110)
    canvas.polygon([(float(x), float(y)) for x, y in page], CREAM)
    for row in range(4):
        canvas.line([(1240 + row * 8, 856 + row * 15), (1420 + row * 8, 839 + row * 15)], 2.6, mix(TEAL, CREAM, 0.4))
    canvas.line([(1180, 880), (1330, 812)], 8, BRICK)
    canvas.rounded((160, 800, 320, 872), 14, COAL)
    canvas.rounded((170, 810, 292, 862), 6, ink("3f6f73"))
    canvas.circle((306, 836), 6, ORANGE)


def atlas(canvas: Canvas) -> None:
    """Draw an imagined map of a coast, its river and its towns."""
    rng = canvas.rng
    sea, land = ink("8fbfb8"), ink("f1e2b8")
    canvas.rectangle((-5, -5, 1605, 905), land)
    coast = [*bezier((1180, -20), (1020, 140), (1330, 260), (1120, 420), steps=30),
             *bezier((1120, 420), (980, 540), (1130, 640), (900, 920), steps=30)]  # fmt: skip
    coast = [(x + rng.uniform(-9, 9), y + rng.uniform(-6, 6)) for x, y in coast]
    _relief(canvas, land)
    river = [
        *bezier((-20, 250), (200, 160), (320, 420), (520, 380), steps=26),
        *bezier((520, 380), (760, 340), (820, 560), (1080, 520), steps=26),
    ]
    canvas.polygon(ribbon(river, 15, 44), mix(sea, TEAL, 0.2))
    for start, bend, end in (
        ((300, -10), (360, 180), river[14]),
        ((420, 910), (500, 640), river[30]),
        ((700, 80), (560, 220), river[24]),
    ):
        canvas.polygon(ribbon(bezier(start, bend, end), 6, 15), mix(sea, TEAL, 0.2))
    for grow, fill in (
        (-10, mix(sea, land, 0.35)),
        (26, mix(sea, CREAM, 0.2)),
        (70, sea),
        (160, mix(sea, TEAL, 0.22)),
        (300, mix(sea, TEAL, 0.4)),
    ):
        canvas.polygon([*[(x + grow, y) for x, y in coast], (1620, 920), (1620, -20)], fill)
    roads = (
        bezier((60, 700), (380, 600), (560, 560), (760, 600)),
        bezier((760, 600), (860, 640), (880, 720), (820, 900)),
        bezier((760, 600), (860, 440), (920, 240), (960, -10)),
    )
    for road in roads:
        for index in range(0, len(road) - 1, 2):
            canvas.line([road[index], road[index + 1]], 5, BRICK)
    for x, y in ((180, 650), (420, 595), (820, 880), (955, 60)):
        canvas.circle((x, y), 11, BRICK)
        canvas.circle((x, y), 5, CREAM)
    for x, y, size, fill in ((760, 600, 1.3, ORANGE), (900, 300, 1.0, TEAL), (520, 376, 0.9, GREEN)):
        _pin(canvas, (x, y), size, fill)
    for x in range(0, 1700, 200):
        canvas.line([(x, 0), (x, 900)], 1.4, NAVY, 46)
    for y in range(50, 950, 200):
        canvas.line([(0, y), (1600, y)], 1.4, NAVY, 46)
    _rose(canvas, (1390, 700), 118)
    for _ in range(16):
        _wave(canvas, (rng.uniform(1260, 1580), rng.uniform(60, 520)))


def _wave(canvas: Canvas, at: Point) -> None:
    for start in (0, 24):
        arc = bezier((start, 0), (start + 12, -12), (start + 24, 0), steps=8)
        canvas.line(place(arc, at), 3, CREAM, 170)


def _relief(canvas: Canvas, land: Color) -> None:
    for centre, wide in (((250, 480), 240), ((620, 170), 190), ((560, 760), 230), ((120, 60), 170)):
        phase = canvas.rng.uniform(0, math.tau)
        for level in range(5):
            radius = wide * (1 - level * 0.2)
            ring: list[Point] = []
            for angle in (math.tau * step / 60 for step in range(60)):
                reach = radius * (1 + 0.13 * math.sin(3 * angle + phase) + 0.06 * math.sin(5 * angle))
                ring.append((centre[0] + reach * math.cos(angle), centre[1] + reach * 0.62 * math.sin(angle)))
            canvas.polygon(ring, mix(land, LEAF, 0.14 + level * 0.13))
    for _ in range(120):
        x, y = canvas.rng.uniform(20, 960), canvas.rng.uniform(20, 880)
        canvas.polygon([(x - 8, y), (x, y - 22), (x + 8, y)], mix(GREEN, LEAF, canvas.rng.random()), 190)


def _pin(canvas: Canvas, at: Point, size: float, fill: Color) -> None:
    canvas.ellipse(at, 22 * size, 7 * size, COAL, 110)
    drop = [
        (0, 0),
        *bezier((0, 0), (-14, -40), (-44, -60), (-44, -96), steps=12),
        *bezier((-44, -96), (-44, -154), (44, -154), (44, -96), steps=16),
        *bezier((44, -96), (44, -60), (14, -40), (0, 0), steps=12),
    ]
    canvas.polygon(place(drop, at, size), fill)
    canvas.stipple(place(drop, at, size), COAL, 0.0, 0.3)
    canvas.circle(place([(0, -98)], at, size)[0], 18 * size, CREAM)


def _rose(canvas: Canvas, at: Point, radius: float) -> None:
    ring = [
        (at[0] + radius * 0.72 * math.cos(t * math.tau / 60), at[1] + radius * 0.72 * math.sin(t * math.tau / 60))
        for t in range(61)
    ]
    canvas.line(ring, 3, NAVY)
    for index in range(8):
        angle = index * math.pi / 4
        long = radius * (1.0 if index % 2 == 0 else 0.6)
        tip = (at[0] + math.sin(angle) * long, at[1] - math.cos(angle) * long)
        for turn, fill in ((-0.4, NAVY), (0.4, CREAM)):
            side = (at[0] + math.sin(angle + turn) * radius * 0.2, at[1] - math.cos(angle + turn) * radius * 0.2)
            canvas.polygon([at, tip, side], BRICK if index == 0 and turn < 0 else fill)


def bookshelf(canvas: Canvas) -> None:
    """Draw the full shelves of a reading room."""
    rng = canvas.rng
    canvas.rectangle((-5, -5, 1605, 905), ink("4a2a22"))
    spines = (BRICK, TEAL, MUSTARD, ORANGE, GREEN, NAVY, CREAM, MAROON, ink("8a3f5d"), LEAF, SAND)
    for shelf in range(4):
        floor = 212 + shelf * 228.0
        canvas.gradient(floor - 204, floor, ink("2b1a18"), ink("3c231e"))
        x = 14.0
        while x < 1590:
            x = _shelf_object(canvas, (x, floor), spines) if rng.random() < 0.06 else _books(canvas, (x, floor), spines)
        canvas.rectangle((-5, floor, 1605, floor + 22), ink("8a5230"))
        canvas.rectangle((-5, floor, 1605, floor + 5), ink("b9783f"))
        canvas.stipple([(0, floor - 204), (1600, floor - 204), (1600, floor - 120), (0, floor - 120)], COAL, 0.26, 0.0)
    canvas.glow((500, 240), 1000, ink("ffe9b8"), 0.34)


def _books(canvas: Canvas, at: Point, spines: tuple[Color, ...]) -> float:
    rng = canvas.rng
    x, floor = at
    fill, wide, high = rng.choice(spines), rng.uniform(20, 52), rng.uniform(128, 182)
    lean = rng.uniform(10, 30) if rng.random() < 0.08 else 0.0
    corners = [(0.0, 0.0), (wide, 0.0), (wide + lean, -high), (lean, -high)]
    canvas.polygon(place(corners, at), fill)
    canvas.polygon(
        place([(wide * 0.76, 0), (wide, 0), (wide + lean, -high), (wide * 0.76 + lean, -high)], at),
        mix(fill, COAL, 0.28),
    )
    trim = mix(fill, CREAM, 0.65) if sum(fill) < 420 else mix(fill, MAROON, 0.6)
    kind = rng.randint(0, 3)
    for part in ((0.16, 0.84), (0.2, 0.25, 0.8), (0.5,), (0.12, 0.7))[kind]:
        y, shift = -high * part, lean * part
        canvas.polygon(place([(shift, y), (wide + shift, y), (wide + shift, y - 7), (shift, y - 7)], at), trim)
    if kind == 2:
        where = (x + wide * 0.46 + lean * 0.75, floor - high * 0.75)
        canvas.circle(where, wide * 0.2, trim)
    return x + wide + lean + 2


def _shelf_object(canvas: Canvas, at: Point, spines: tuple[Color, ...]) -> float:
    x, floor = at
    if canvas.rng.random() < 0.5:
        pot = [(x + 22, floor), (x + 86, floor), (x + 96, floor - 56), (x + 12, floor - 56)]
        for angle in (0.5, 0.9, 1.3, 1.7, 2.1, 2.6):
            tip = (x + 54 + math.cos(angle) * 66, floor - 60 - math.sin(angle) * 84)
            canvas.polygon(
                ribbon(bezier((x + 54, floor - 50), (x + 54, floor - 110), tip), 13, 3),
                LEAF if angle in (0.9, 2.1) else GREEN,
            )
        canvas.polygon(pot, ORANGE)
        canvas.rectangle((x + 8, floor - 64, x + 100, floor - 50), mix(ORANGE, COAL, 0.2))
        return x + 112
    for row in range(4):
        wide = canvas.rng.uniform(120, 160)
        fill = canvas.rng.choice(spines)
        canvas.rectangle((x + 6, floor - (row + 1) * 27, x + 6 + wide, floor - row * 27 - 2), fill)
        canvas.rectangle((x + 6, floor - row * 27 - 9, x + 6 + wide, floor - row * 27 - 2), mix(fill, COAL, 0.25))
    return x + 174


__all__ = ["atlas", "batik", "bookshelf", "classroom", "longhouse", "market", "microphones", "stadium", "weaving"]
