"""Scenes on the water: the Mahakam, its boats and bridges, the harbour, the flood, the reef."""

import math

from articles.demo.canvas import (
    DAWN,
    DAY,
    DUSK,
    NIGHT,
    RAIN,
    Canvas,
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
    CONTAINERS,
    CREAM,
    MUSTARD,
    NAVY,
    ORANGE,
    SAND,
    TEAL,
    birds,
    ces,
    clouds,
    heap,
    hills,
    palm,
    rider,
    ripples,
    sky,
    stars,
    stilt_house,
    treeline,
    tug,
    water,
)  # fmt: skip


def barge(canvas: Canvas) -> None:
    """Draw a coal barge behind its tug on the Mahakam."""
    mood = canvas.rng.choice((DUSK, DAWN, DAY))
    sun = (canvas.rng.uniform(380, 760), 330.0)
    sky(canvas, mood, sun, 70)
    clouds(canvas, mood, 5)
    hills(canvas, mood.far, 440, 34, waves=1.6)
    hills(canvas, mood.mid, 478, 18, waves=2.6)
    canvas.mist(400, 540, mood.sky_low, 0.65)
    treeline(canvas, mood.near, 508, 34, mood.mid)
    water(canvas, mood, 515, sun[0])
    canvas.mist(498, 540, mood.sky_low, 0.5)
    _coal_barge(canvas, (1010, 640), mood)
    canvas.line(bezier((420, 626), (520, 664), (640, 614)), 3, mood.dark)
    tug(canvas, (320, 650), 1.15, mood, flip=True)
    _wake(canvas, (210, 664), 1300, mood)
    birds(canvas, mood.dark, 7, (1120, 210), 1.2)


def _coal_barge(canvas: Canvas, at: Point, mood: Mood) -> None:
    coal = mix(COAL, mood.dark, 0.4)
    for x, wide, high in ((-250, 220, 88), (-90, 250, 112), (90, 240, 104), (255, 210, 84)):
        shape = heap(canvas.rng, (at[0] + x, at[1] - 62), wide, high)
        canvas.polygon(shape, coal)
        canvas.stipple(shape, mix(mood.accent, mood.light, 0.3), 0.32, 0.0)
    hull = [(-395, -66), (395, -66), (372, 16), (-352, 16)]
    canvas.polygon(place(hull, at), mix(BRICK, mood.dark, 0.35))
    canvas.polygon(place([(-395, -66), (395, -66), (392, -50), (-388, -50)], at), mood.accent)
    for x in range(-340, 381, 60):
        canvas.polygon(place([(x, -50), (x + 5, -50), (x + 3, 14), (x - 2, 14)], at), mood.dark, 110)
    canvas.polygon(place([(-357, 0), (376, 0), (372, 16), (-352, 16)], at), mood.dark)


def _wake(canvas: Canvas, start: Point, right: float, mood: Mood) -> None:
    x, y = start
    for _ in range(70):
        where = (canvas.rng.uniform(x, x + right), y + canvas.rng.uniform(-6, 26))
        canvas.ellipse(where, canvas.rng.uniform(14, 70), canvas.rng.uniform(1, 2.6), mood.light, 120)
    for step in range(26):
        where = (x + step * 12, y + 30 + step * 1.6)
        canvas.ellipse(where, 24 + step * 2, 2.2, mood.light, 130)


def twin_bridge(canvas: Canvas) -> None:
    """Draw two steel arch bridges side by side over the river."""
    mood = canvas.rng.choice((DAWN, DUSK, DAY))
    sun = (canvas.rng.uniform(700, 920), 380.0)
    sky(canvas, mood, sun, 84)
    clouds(canvas, mood, 4, 50, 220)
    hills(canvas, mood.far, 500, 26, waves=1.8)
    canvas.mist(430, 570, mood.sky_low, 0.7)
    treeline(canvas, mood.mid, 556, 26, mood.far)
    _bridge(canvas, 452, 0.82, 60, mix(mood.near, mood.sky_low, 0.42), mood.mid, 560)
    water(canvas, mood, 560, sun[0])
    _bridge(canvas, 492, 1.0, -30, mood.dark, mood.accent, 660)
    for where, size in (((330.0, 800.0), 0.75), ((1270.0, 740.0), 0.55)):
        canvas.ellipse((where[0], where[1] + 20 * size), 200 * size, 7 * size, mood.dark, 120)
        ces(canvas, where, size, mood.dark, mood.accent, flip=where[0] > 800)


def _bridge(canvas: Canvas, deck: float, size: float, shift: float, steel: tuple[int, int, int],
            trim: tuple[int, int, int], foot: float) -> None:  # fmt: skip
    def road(x: float) -> float:
        return deck - 46 * size * math.sin(math.pi * (x + 100) / 1800)

    left, right = 800 - 380 * size + shift, 800 + 380 * size + shift
    for x in (left - 250 * size, left, right, right + 250 * size, left - 500 * size, right + 500 * size):
        for side in (-1, 1):
            leg = [(x + side * 17 * size, road(x)), (x + side * 26 * size, foot + 16)]
            canvas.polygon(ribbon(leg, 14 * size, 19 * size), steel)
        canvas.rectangle((x - 34 * size, road(x) + 4, x + 34 * size, road(x) + 34 * size), steel)
        canvas.rectangle((x - 44 * size, foot - 2, x + 44 * size, foot + 18 * size), steel)
        canvas.ellipse((x, foot + 24 * size), 74 * size, 6 * size, steel, 110)
    arch = [
        (left + (right - left) * t, road(left) - 224 * size * math.sin(math.pi * t) ** 0.92)
        for t in (step / 40 for step in range(41))
    ]
    inner = [(x, y + 30 * size * math.sin(math.pi * index / 40)) for index, (x, y) in enumerate(arch)]
    canvas.polygon(ribbon(arch, 13 * size, 13 * size), steel)
    canvas.polygon(ribbon(inner, 7 * size, 7 * size), steel)
    for index in range(1, 40):
        canvas.line([arch[index], inner[index - 1 if index % 2 else index]], 3 * size, steel)
        if index % 2 == 0:
            canvas.line([inner[index], (inner[index][0], road(inner[index][0]))], 2.6 * size, steel)
    line = [(float(x), road(float(x))) for x in range(-20, 1640, 20)]
    canvas.polygon(ribbon(line, 20 * size, 20 * size), steel)
    canvas.polygon(ribbon([(x, y - 9 * size) for x, y in line], 4 * size, 4 * size), trim)
    for x in range(-10, 1640, 84):
        canvas.line([(x, road(x)), (x, road(x) - 38 * size), (x + 12 * size, road(x) - 42 * size)], 2.6 * size, steel)


def river_dawn(canvas: Canvas) -> None:
    """Draw boats leaving a row of stilt houses at sunrise."""
    mood = canvas.rng.choice((DAWN, DUSK))
    sun = (canvas.rng.uniform(900, 1180), 400.0)
    sky(canvas, mood, sun, 96)
    clouds(canvas, mood, 6, 60, 300)
    hills(canvas, mood.far, 452, 44, waves=1.4)
    hills(canvas, mood.mid, 492, 22, waves=2.2)
    canvas.mist(400, 560, mood.sky_low, 0.75)
    treeline(canvas, mood.near, 520, 36, mood.mid)
    water(canvas, mood, 526, sun[0])
    walls = (
        mix(BRICK, mood.dark, 0.35),
        mix(TEAL, mood.dark, 0.3),
        mix(SAND, mood.mid, 0.3),
        mix(ORANGE, mood.dark, 0.4),
    )
    for index, x in enumerate((70.0, 258.0, 440.0, 596.0)):
        size = 0.98 - index * 0.14
        stilt_house(canvas, (x, 546 - index * 7), size, walls[index], mix(mood.dark, BRICK, 0.12 * index), 50)
        canvas.ellipse((x, 600 - index * 14), 130 * size, 7, mood.dark, 90)
    palm(canvas, (168, 552), 250, mood.dark, mood.near, lean=0.1)
    palm(canvas, (350, 545), 190, mood.dark, mood.near, lean=-0.08)
    for x, y, size in ((1080.0, 610.0, 0.6), (720.0, 700.0, 0.95), (1260.0, 800.0, 1.35)):
        canvas.ellipse((x, y + 22 * size), 215 * size, 9 * size, mood.dark, 130)
        ces(canvas, (x, y), size, mood.dark, mood.accent)
    birds(canvas, mood.dark, 8, (620, 200), 1.1)


def dolphin(canvas: Canvas) -> None:
    """Draw two pesut, the dolphins of the Mahakam, rising from the river."""
    mood = canvas.rng.choice((DAWN, DAY))
    sun = (canvas.rng.uniform(300, 620), 230.0)
    sky(canvas, mood, sun, 66)
    clouds(canvas, mood, 4, 50, 190)
    hills(canvas, mood.far, 330, 24, waves=1.7)
    canvas.mist(280, 380, mood.sky_low, 0.7)
    treeline(canvas, mood.mid, 366, 32, mood.far)
    treeline(canvas, mood.near, 384, 17, mood.mid)
    water(canvas, mood, 388, sun[0], 150)
    skin, belly = mix(ink("6d8790"), mood.near, 0.25), ink("c7d3cc")
    _pesut(canvas, (1090, 560), 0.78, skin, belly, mood)
    _pesut(canvas, (620, 690), 1.35, skin, belly, mood)


def _pesut(canvas: Canvas, at: Point, size: float, skin: tuple[int, int, int], belly: tuple[int, int, int],
           mood: Mood) -> None:  # fmt: skip
    for index, (wide, high) in enumerate(((300, 34), (240, 26), (180, 18))):
        canvas.ellipse(
            (at[0], at[1] + 12 * size), wide * size, high * size, (mood.light, mood.water_low, mood.light)[index], 120
        )
    body = smooth([(-190, 40), (-176, -50), (-128, -128), (-50, -170), (34, -166), (96, -128), (138, -70),
                   (176, -10), (204, 44), (130, 60), (64, 24), (0, -4), (-60, 6), (-110, 40)], 10)  # fmt: skip
    canvas.polygon(place(body, at, size), skin)
    under = smooth([(-184, 34), (-172, -24), (-140, -44), (-100, -20), (-50, -18), (0, -4), (-60, 12), (-120, 42)])
    canvas.polygon(place(under, at, size), belly)
    canvas.stipple(place(body, at, size), mood.light, 0.34, 0.0)
    fin = smooth([(60, -152), (92, -190), (112, -184), (112, -150), (106, -122)])
    canvas.polygon(place(fin, at, size), mix(skin, mood.dark, 0.22))
    flipper = smooth([(-96, -24), (-60, -30), (-28, 10), (-34, 46), (-66, 34)])
    canvas.polygon(place(flipper, at, size), mix(skin, mood.dark, 0.3))
    canvas.circle(place([(-148, -68)], at, size)[0], 6 * size, mood.dark)
    canvas.line(place(bezier((-187, -26), (-168, -20), (-146, -34)), at, size), 3.4 * size, mix(skin, mood.dark, 0.5))
    splash = smooth(
        [(-300, 30), (-210, 14), (-120, 22), (0, 12), (120, 24), (220, 14), (300, 32), (150, 52), (-150, 52)]
    )
    canvas.polygon(place(splash, at, size), mix(mood.water_top, mood.water_low, 0.5))
    for _ in range(60):
        side = canvas.rng.choice((-170, 190))
        x, y = canvas.rng.gauss(side, 42), 26 - abs(canvas.rng.gauss(0, 34))
        canvas.circle(place([(x, y)], at, size)[0], canvas.rng.uniform(1.5, 6) * size, mood.light, 200)
    for _ in range(18):
        where = place([(canvas.rng.uniform(-280, 280), canvas.rng.uniform(22, 52))], at, size)[0]
        canvas.ellipse(where, canvas.rng.uniform(20, 60) * size, 2.4 * size, mood.light, 170)


def harbour(canvas: Canvas) -> None:
    """Draw cranes and a container ship at the quay."""
    mood = canvas.rng.choice((DAWN, DUSK, DAY))
    sun = (canvas.rng.uniform(300, 500), 300.0)
    sky(canvas, mood, sun, 74)
    clouds(canvas, mood, 6)
    hills(canvas, mood.far, 500, 26, waves=1.5)
    canvas.mist(430, 570, mood.sky_low, 0.6)
    for x, size in ((560, 0.62), (900, 0.66), (1240, 0.7)):
        _crane(canvas, (x, 600), size, mix(mood.mid, mood.sky_low, 0.35), mix(mood.mid, mood.sky_low, 0.35))
    water(canvas, mood, 590, sun[0])
    _crane(canvas, (1400, 640), 1.08, mix(ORANGE, mood.dark, 0.15), mood.dark)
    _ship(canvas, (760, 668), mood)
    canvas.polygon([(0, 780), (1600, 742), (1600, 901), (0, 901)], mood.dark)
    canvas.polygon([(0, 780), (1600, 742), (1600, 754), (0, 794)], mix(mood.dark, mood.light, 0.3))
    for x in range(40, 1600, 190):
        y = 778 - x * 0.024
        canvas.rounded((x - 12, y - 22, x + 12, y + 6), 6, MUSTARD)
        canvas.rectangle((x - 18, y - 24, x + 18, y - 16), MUSTARD)
    birds(canvas, mood.light, 9, (460, 520), 1.3)


def _ship(canvas: Canvas, at: Point, mood: Mood) -> None:
    rng = canvas.rng
    for column in range(12):
        for row in range(rng.choice((2, 3, 4, 4, 5))):
            x, y = at[0] - 330 + column * 58, at[1] - 82 - row * 30
            fill = mix(rng.choice(CONTAINERS), mood.sky_low, 0.08)
            canvas.rectangle((x, y - 28, x + 55, y), fill)
            canvas.rectangle((x, y - 28, x + 55, y - 22), mix(fill, mood.light, 0.25))
            for rib in range(1, 6):
                canvas.rectangle((x + rib * 9, y - 22, x + rib * 9 + 2, y - 2), mix(fill, COAL, 0.25))
    canvas.polygon(place([(370, -80), (370, -250), (462, -250), (470, -80)], at), CREAM)
    canvas.polygon(place([(424, -80), (424, -250), (462, -250), (470, -80)], at), mix(CREAM, mood.mid, 0.35))
    canvas.polygon(place([(356, -236), (480, -236), (480, -218), (356, -218)], at), mood.dark)
    for y in (-200, -170, -140, -110):
        for x in (380, 398):
            canvas.polygon(place([(x, y), (x + 11, y), (x + 11, y + 11), (x, y + 11)], at), mood.dark)
    canvas.polygon(place([(476, -150), (524, -150), (518, -80), (476, -80)], at), mood.accent)
    canvas.line(place([(410, -250), (410, -310)], at), 5, mood.dark)
    hull = [*bezier((-470, -116), (-400, -82), (-360, -82)), (560, -82), (548, 40), (-404, 40)]
    canvas.polygon(place(hull, at), NAVY)
    canvas.stipple(place(hull, at), mood.light, 0.22, 0.0)
    canvas.polygon(place([(-411, 18), (551, 18), (548, 40), (-404, 40)], at), BRICK)
    canvas.polygon(
        place([(-470, -116), (-462, -104), (-400, -76), (560, -76), (560, -84), (-360, -84)], at), mood.light
    )
    for _ in range(60):
        where = (at[0] + rng.uniform(-460, 570), at[1] + rng.uniform(38, 58))
        canvas.ellipse(where, rng.uniform(14, 60), rng.uniform(1, 3), mood.light, 130)


def _crane(canvas: Canvas, foot: Point, size: float, fill: tuple[int, int, int], dark: tuple[int, int, int]) -> None:
    for x in (-78, 62):
        canvas.polygon(place([(x, 0), (x + 16, 0), (x + 12, -330), (x + 2, -330)], foot, size), fill)
    canvas.line(place([(-70, -6), (70, -150), (-66, -160), (68, -316)], foot, size), 6 * size, fill)
    for y in (-150, -318):
        canvas.polygon(place([(-84, y), (84, y), (84, y - 15), (-84, y - 15)], foot, size), fill)
    canvas.polygon(place([(-420, -330), (150, -330), (150, -350), (-420, -346)], foot, size), fill)
    for x in range(-410, 140, 34):
        canvas.line(place([(x, -333), (x + 17, -347), (x + 34, -333)], foot, size), 2.4 * size, dark)
    canvas.polygon(ribbon(place([(-10, -340), (20, -478), (64, -340)], foot, size), 9 * size, 9 * size), fill)
    for x in (-400, -220, 140):
        canvas.line(place([(20, -474), (x, -342)], foot, size), 3.4 * size, dark)
    canvas.polygon(place([(76, -350), (140, -350), (140, -392), (76, -392)], foot, size), dark)
    canvas.polygon(place([(-216, -330), (-176, -330), (-176, -306), (-216, -306)], foot, size), dark)
    for x in (-210, -182):
        canvas.line(place([(x, -306), (x, -210)], foot, size), 2 * size, dark)
    canvas.polygon(place([(-232, -210), (-160, -210), (-160, -180), (-232, -180)], foot, size), TEAL)


def flood(canvas: Canvas) -> None:
    """Draw heavy rain over a flooded neighbourhood."""
    mood = RAIN
    sky(canvas, mood)
    for _ in range(34):
        where = (canvas.rng.uniform(-100, 1700), canvas.rng.uniform(-30, 130))
        canvas.ellipse(
            where, canvas.rng.uniform(120, 260), canvas.rng.uniform(30, 60), mix(mood.sky_top, mood.dark, 0.25), 130
        )
    hills(canvas, mood.far, 390, 30)
    canvas.mist(320, 470, mood.sky_low, 0.8)
    treeline(canvas, mood.mid, 444, 52, mood.far)
    palm(canvas, (1430, 470), 290, mood.near, mood.mid, lean=-0.12)
    palm(canvas, (560, 456), 210, mood.near, mood.mid, lean=0.1)
    houses = (
        ((230, 500), 1.25, TEAL),
        ((700, 490), 0.95, mix(SAND, mood.mid, 0.2)),
        ((1160, 520), 1.4, mix(ORANGE, mood.mid, 0.15)),
    )
    for where, size, wall in houses:
        stilt_house(canvas, where, size, mix(wall, mood.mid, 0.25), mix(BRICK, mood.dark, 0.35), 20)
    canvas.reflect(505, mood.water_low, 0.45)
    ripples(canvas, 505, mood.light, 90, 80)
    ripples(canvas, 505, mood.dark, 70, 60)
    _rescue_boat(canvas, (700, 730), 1.5)
    for _ in range(46):
        where = (canvas.rng.uniform(0, 1600), canvas.rng.uniform(540, 890))
        wide = canvas.rng.uniform(8, 26)
        canvas.ellipse(where, wide, wide * 0.22, mood.light, 90)
        canvas.ellipse(where, wide * 0.72, wide * 0.14, mood.water_low, 170)
    for _ in range(420):
        x, y = canvas.rng.uniform(0, 1700), canvas.rng.uniform(-40, 880)
        long = canvas.rng.uniform(26, 64)
        canvas.line([(x, y), (x - long * 0.24, y + long)], canvas.rng.uniform(1.2, 2.4), mood.light, 105)


def _rescue_boat(canvas: Canvas, at: Point, size: float) -> None:
    canvas.ellipse((at[0], at[1] + 30 * size), 190 * size, 12 * size, RAIN.dark, 120)
    for x, cloth in ((-70, ORANGE), (-8, ORANGE), (50, TEAL), (98, MUSTARD)):
        rider(canvas, place([(x, 0)], at, size)[0], 96 * size, cloth, hat=None)
    hull = smooth([(-170, -22), (-150, 24), (120, 28), (176, 2), (196, -34), (150, -10), (0, -4)], 10)
    canvas.polygon(place(hull, at, size), ORANGE)
    canvas.stipple(place(hull, at, size), CREAM, 0.4, 0.0)
    canvas.line(place([(-160, 6), (0, 12), (160, 4)], at, size), 4 * size, COAL)
    canvas.line(place([(-96, -70), (-200, 40)], at, size), 5 * size, RAIN.dark)
    canvas.circle(place([(74, -118)], at, size)[0], 4 * size, COAL)
    top = [*bezier((4, -92), (20, -152), (76, -156), steps=10), *bezier((76, -156), (132, -152), (148, -92), steps=10)]
    canvas.polygon(place(top, at, size), BRICK)
    canvas.polygon(
        place(
            [
                *bezier((54, -92), (56, -140), (76, -156), steps=10),
                *bezier((76, -156), (98, -140), (100, -92), steps=10),
            ],
            at,
            size,
        ),
        MUSTARD,
    )
    canvas.line(place([(76, -156), (76, -40)], at, size), 3.4 * size, COAL)


def reef(canvas: Canvas) -> None:
    """Draw a green turtle over a coral garden."""
    rng = canvas.rng
    deep, shallow = ink("0f4457"), ink("8fd3c4")
    canvas.gradient(0, 901, shallow, deep)
    for _ in range(9):
        x, wide = rng.uniform(0, 1600), rng.uniform(40, 120)
        lean = (x - 800) * 0.5
        canvas.beam([(x, 0), (x + wide, 0), (x + wide * 2.2 + lean, 760), (x - wide + lean, 760)], CREAM, 0.26)
    for fill, base in ((mix(deep, shallow, 0.36), 700), (mix(deep, shallow, 0.18), 770), (mix(deep, COAL, 0.25), 840)):
        hills(canvas, fill, base, 30, waves=2.4)
        for _ in range(16):
            _coral(canvas, (rng.uniform(0, 1600), base + rng.uniform(10, 50)), rng.uniform(46, 104), fill)
    for fill in (ORANGE, MUSTARD, ink("d98c8c"), ink("c9577c")):
        for _ in range(4):
            _coral(canvas, (rng.uniform(0, 1600), rng.uniform(850, 920)), rng.uniform(60, 150), mix(fill, deep, 0.18))
    _school(canvas, (rng.uniform(220, 420), 520), MUSTARD)
    _school(canvas, (rng.uniform(1200, 1420), 250), mix(shallow, NAVY, 0.5))
    _turtle(canvas, (830, 390), 1.55)
    for _ in range(40):
        canvas.circle((rng.uniform(0, 1600), rng.uniform(40, 800)), rng.uniform(1.5, 5), CREAM, 90)


def _coral(canvas: Canvas, foot: Point, high: float, fill: tuple[int, int, int]) -> None:
    kind = canvas.rng.random()
    x, y = foot
    if kind < 0.5:
        for _ in range(9):
            lean = canvas.rng.uniform(-0.7, 0.7) * high
            path = bezier(
                (x, y), (x + lean * 0.3, y - high * 0.5), (x + lean, y - high * canvas.rng.uniform(0.7, 1)), steps=9
            )
            canvas.stroke(path, high * 0.12, high * 0.09, fill)
    elif kind < 0.8:
        for _ in range(7):
            where = (x + canvas.rng.uniform(-0.5, 0.5) * high, y - canvas.rng.uniform(0, 0.35) * high)
            canvas.ellipse(where, high * 0.3, high * 0.24, fill)
            canvas.ellipse((where[0], where[1] - high * 0.08), high * 0.2, high * 0.1, CREAM, 36)
    else:
        for step in range(-5, 6):
            path = bezier(
                (x, y),
                (x + step * high * 0.05, y - high * 0.5),
                (x + step * high * 0.13, y - high * (1 - abs(step) * 0.03)),
                steps=9,
            )
            canvas.stroke(path, high * 0.05, high * 0.03, fill)


def _school(canvas: Canvas, around: Point, fill: tuple[int, int, int]) -> None:
    for _ in range(26):
        x, y = around[0] + canvas.rng.gauss(0, 110), around[1] + canvas.rng.gauss(0, 44)
        size = canvas.rng.uniform(0.7, 1.25)
        body = [*bezier((-20, 0), (0, -15), (22, 0), steps=8), *bezier((22, 0), (0, 15), (-20, 0), steps=8)]
        canvas.polygon(place(body, (x, y), size), fill)
        canvas.polygon(place([(-16, 0), (-32, -11), (-28, 0), (-32, 11)], (x, y), size), fill)
        canvas.circle((x + 13 * size, y - 2 * size), 1.8 * size, COAL)


def _turtle(canvas: Canvas, at: Point, size: float) -> None:
    skin, spot = ink("5f7f4a"), ink("3c5937")
    limbs = (
        [(96, -34), (150, -92), (160, -170), (132, -214), (104, -160), (60, -84), (40, -50)],
        [(92, 36), (156, 92), (190, 160), (176, 206), (132, 164), (66, 92), (40, 56)],
        [(-116, -40), (-170, -78), (-212, -84), (-206, -58), (-150, -18)],
        [(-116, 42), (-166, 86), (-206, 98), (-206, 70), (-150, 20)],
    )
    for limb in limbs:
        canvas.polygon(place(smooth(limb, 9), at, size), skin)
        for x, y in limb[1:-1]:
            canvas.circle(place([(x * 0.92, y * 0.88)], at, size)[0], 8 * size, spot)
    head = smooth([(116, -30), (160, -36), (198, -22), (208, 2), (196, 24), (160, 34), (116, 28)], 9)
    canvas.polygon(place(head, at, size), skin)
    for x, y in ((150, -14), (170, 2), (150, 18), (184, -8)):
        canvas.circle(place([(x, y)], at, size)[0], 9 * size, spot)
    canvas.circle(place([(188, -16)], at, size)[0], 4.6 * size, COAL)
    shell = smooth(
        [
            (136, 0),
            (104, -66),
            (22, -98),
            (-72, -84),
            (-138, -34),
            (-160, 0),
            (-138, 36),
            (-72, 86),
            (22, 98),
            (104, 66),
        ],
        9,
    )
    canvas.polygon(place(shell, at, size), ink("37502f"))
    canvas.polygon(place(shell, at, size * 0.91), ink("8a6a34"))
    canvas.stipple(place(shell, at, size * 0.91), MUSTARD, 0.6, 0.05)
    seam = ink("4b4a28")
    spine = [(116.0, 0.0), (66.0, 0.0), (6.0, 0.0), (-58.0, 0.0), (-122.0, 0.0)]
    for index, (front, _) in enumerate(spine[:-1]):
        end = spine[index + 1][0]
        middle, half = (front + end) / 2, 36.0 - 5 * abs(index - 1.5)
        scute = [(front, 0.0), (front - 10, -half), (middle, -half - 6), (end + 10, -half), (end, 0.0),
                 (end + 10, half), (middle, half + 6), (front - 10, half)]  # fmt: skip
        canvas.line(place([*scute, scute[0]], at, size), 5 * size, seam)
        for side in (-1, 1):
            rib = [(middle, side * (half + 6)), (middle - 8, side * (88 - 9 * abs(index - 1.5)))]
            canvas.line(place(rib, at, size), 5 * size, seam)


def night_city(canvas: Canvas) -> None:
    """Draw the lit riverside of the city at night, with the domes of its great mosque."""
    mood = NIGHT
    moon = (canvas.rng.uniform(1120, 1380), 150.0)
    sky(canvas, mood, moon, 46)
    stars(canvas, 150, 420)
    hills(canvas, mood.far, 470, 30, waves=1.6)
    canvas.glow((560, 560), 620, mood.accent, 0.34)
    for fill, low, tall in ((mix(mood.far, mood.mid, 0.5), 90, 200), (mood.mid, 60, 150)):
        x = -20.0
        while x < 1620:
            wide = canvas.rng.uniform(46, 110)
            top = 560 - canvas.rng.uniform(low, tall)
            canvas.rectangle((x, top, x + wide, 566), fill)
            _windows(canvas, (x, top, x + wide, 556), mood.accent)
            x += wide + canvas.rng.uniform(-6, 14)
    _mosque(canvas, (560, 562), 1.0)
    treeline(canvas, mood.dark, 566, 18)
    for x in range(30, 1600, 76):
        canvas.line([(x, 566), (x, 524)], 3, mood.dark)
        canvas.glow((x, 522), 30, mood.light, 0.9)
        canvas.circle((x, 522), 4.4, mood.light)
    canvas.reflect(572, mood.water_low, 0.38)
    ripples(canvas, 572, mood.water_low, 230, 120)
    ripples(canvas, 572, mood.accent, 40, 70)
    canvas.rectangle((-5, 566, 1605, 575), mood.dark)
    for where, size in (((1140.0, 720.0), 0.9), ((360.0, 790.0), 1.1)):
        ces(canvas, where, size, mood.dark, mood.accent, flip=where[0] > 800)


def _windows(canvas: Canvas, box: tuple[float, float, float, float], fill: tuple[int, int, int]) -> None:
    left, top, right, bottom = box
    y = top + 10
    while y < bottom - 8:
        x = left + 9
        while x < right - 10:
            if canvas.rng.random() < 0.4:
                canvas.rectangle((x, y, x + 6, y + 8), mix(fill, CREAM, canvas.rng.random() * 0.6), 235)
            x += 13
        y += 16


def _mosque(canvas: Canvas, foot: Point, size: float) -> None:
    wall, shade, gold = ink("f0dcae"), ink("b98d57"), ink("f4b84a")
    for x, tall in ((-230, 320), (230, 320), (-150, 240), (150, 240)):
        canvas.polygon(place([(x - 9, 0), (x + 9, 0), (x + 6, -tall), (x - 6, -tall)], foot, size), wall)
        canvas.polygon(place([(x + 1, 0), (x + 9, 0), (x + 6, -tall), (x + 1, -tall)], foot, size), shade)
        for part in (0.5, 0.78):
            canvas.polygon(
                place(
                    [
                        (x - 15, -tall * part),
                        (x + 15, -tall * part),
                        (x + 11, -tall * part - 9),
                        (x - 11, -tall * part - 9),
                    ],
                    foot,
                    size,
                ),
                shade,
            )
        canvas.polygon(place([(x - 9, -tall), (x + 9, -tall), (x, -tall - 44)], foot, size), gold)
    canvas.polygon(place([(-200, 0), (-200, -74), (200, -74), (200, 0)], foot, size), wall)
    canvas.polygon(place([(-120, -70), (-120, -116), (120, -116), (120, -70)], foot, size), wall)
    for x in range(-180, 181, 40):
        arch = [
            (x - 13, 0),
            (x - 13, -34),
            *bezier((x - 13, -34), (x - 10, -54), (x, -58), steps=6),
            *bezier((x, -58), (x + 10, -54), (x + 13, -34), steps=6),
            (x + 13, 0),
        ]
        canvas.polygon(place(arch, foot, size), shade)
    for x, wide, y in ((-160, 34, -74), (160, 34, -74), (0, 104, -116)):
        dome = [*bezier((x - wide, y), (x - wide * 1.3, y - wide * 1.1), (x, y - wide * 1.5), steps=14),
                *bezier((x, y - wide * 1.5), (x + wide * 1.3, y - wide * 1.1), (x + wide, y), steps=14)]  # fmt: skip
        canvas.polygon(place(dome, foot, size), gold)
        canvas.stipple(place(dome, foot, size), BRICK, 0.0, 0.5)
        canvas.line(place([(x, y - wide * 1.1), (x, y - wide * 1.32 - 26)], foot, size), 3.4 * size, gold)
        canvas.circle(place([(x, y - wide * 1.32 - 28)], foot, size)[0], 5 * size, gold)


__all__ = ["barge", "dolphin", "flood", "harbour", "night_city", "reef", "river_dawn", "twin_bridge"]
