"""Scenes on land: forest, mangrove, monkeys, farmland, the long road."""

import itertools
import math

from articles.demo.canvas import (
    DAWN,
    DAY,
    DUSK,
    Canvas,
    Color,
    Mood,
    Point,
    bezier,
    ink,
    mix,
    place,
    ribbon,
    ridge,
    smooth,
)
from articles.demo.shapes import (
    BRICK,
    COAL,
    CREAM,
    GREEN,
    LEAF,
    MUSTARD,
    ORANGE,
    SAND,
    TEAL,
    birds,
    broadleaf,
    clouds,
    frond,
    hills,
    palm,
    person,
    sky,
    treeline,
    water,
)  # fmt: skip


def rainforest(canvas: Canvas) -> None:
    """Draw layers of rainforest in the morning mist, with hornbills."""
    mood = canvas.rng.choice((DAWN, DAY))
    sun = (canvas.rng.uniform(980, 1280), 210.0)
    sky(canvas, mood, sun, 68)
    hills(canvas, mix(mood.far, mood.sky_low, 0.45), 420, 60, waves=1.3)
    for depth in range(5):
        base = 470 + depth * 92
        fill = mix(mix(mood.far, mood.sky_low, 0.25), mood.dark, depth / 4)
        lit = mix(fill, mood.sun, 0.2)
        for _ in range(9 - depth):
            foot = (canvas.rng.uniform(-40, 1640), base + 60.0)
            broadleaf(canvas, foot, canvas.rng.uniform(150, 230) + depth * 52, fill, lit)
        treeline(canvas, fill, base + 30, 54 + depth * 12, lit)
        canvas.rectangle((-5, base + 30, 1605, 905), fill)
        if depth < 4:
            canvas.mist(base - 30, base + 130, mood.light, 0.62 - depth * 0.09)
    for index in range(5):
        left = sun[0] - 460 + index * 130
        canvas.beam(
            [(sun[0] - 20 + index * 8, 170), (sun[0] + 6 + index * 8, 170), (left - 60, 860), (left - 170, 860)],
            mood.sun,
            0.2,
        )
    for where, size in (((470.0, 250.0), 1.5), ((650.0, 190.0), 0.95)):
        _hornbill(canvas, where, size, mood)
    for _ in range(9):
        start = (canvas.rng.choice((-30.0, 1630.0)), canvas.rng.uniform(760, 960))
        for angle in (0.2, 0.7, 1.2, 1.9, 2.4):
            frond(canvas, start, angle, canvas.rng.uniform(150, 260), mix(mood.dark, COAL, 0.35))


def _hornbill(canvas: Canvas, at: Point, size: float, mood: Mood) -> None:
    dark = mix(mood.dark, COAL, 0.5)
    canvas.polygon(place(smooth([(60, -6), (20, -20), (-60, -10), (-96, 0), (-50, 14), (20, 14)]), at, size), dark)
    canvas.polygon(place([(-80, -8), (-168, -16), (-172, 16), (-80, 10)], at, size), CREAM)
    canvas.polygon(place([(-112, -12), (-132, -13), (-132, 14), (-112, 12)], at, size), dark)
    canvas.polygon(place(smooth([(40, -10), (84, -26), (100, -8), (84, 8), (50, 10)]), at, size), dark)
    canvas.polygon(place([*bezier((90, -22), (136, -26), (156, 4)), (96, 2)], at, size), MUSTARD)
    canvas.polygon(place([*bezier((80, -26), (104, -54), (140, -28)), (96, -20)], at, size), BRICK)
    canvas.circle(place([(88, -12)], at, size)[0], 3.4 * size, CREAM)
    for tip, root in (((-60, -150), (-40, -12)), ((-96, -96), (-52, -6))):
        wing = [(34, -14), *bezier((34, -14), (20, -90), tip, steps=10), *bezier(tip, (-70, -60), root, steps=10)]
        canvas.polygon(place(wing, at, size), dark)
    for x, y in ((-64, -138), (-52, -148), (-40, -142)):
        canvas.line(place([(x, y), (x + 18, y + 34)], at, size), 5 * size, CREAM)


def mangrove(canvas: Canvas) -> None:
    """Draw mangroves on their stilt roots at high water."""
    mood = canvas.rng.choice((DAWN, DAY))
    sun = (canvas.rng.uniform(650, 950), 300.0)
    sky(canvas, mood, sun, 80)
    clouds(canvas, mood, 4, 50, 240)
    hills(canvas, mood.far, 490, 20, waves=1.6)
    canvas.mist(420, 560, mood.sky_low, 0.7)
    treeline(canvas, mix(mood.mid, LEAF, 0.2), 520, 58, mood.far)
    water(canvas, mood, 534, sun[0], 90)
    green, lit = mix(GREEN, mood.near, 0.5), mix(LEAF, mood.sun, 0.2)
    for x, y, size in ((560.0, 590.0, 0.62), (1080.0, 586.0, 0.58), (250.0, 650.0, 1.0), (1370.0, 660.0, 1.1)):
        _mangrove_tree(canvas, (x, y), size, mix(mood.dark, mood.mid, 0.34 if size < 0.7 else 0.0), green, lit)
    for x in (520, 610, 700, 830, 900, 1000, 1110):
        _seedling(canvas, (x + canvas.rng.uniform(-24, 24), canvas.rng.uniform(690, 850)), mood, lit)
    _egret(canvas, (800, 760), 1.0)
    _egret(canvas, (930, 700), 0.7)


def _mangrove_tree(canvas: Canvas, foot: Point, size: float, wood: Color, green: Color, lit: Color) -> None:
    x, y = foot
    for index in range(10):
        reach = (index - 4.5) * 52 * size + canvas.rng.uniform(-14, 14) * size
        knee = (x + reach * 0.62, y - canvas.rng.uniform(150, 190) * size)
        path = bezier((x + reach * 0.05, y - 170 * size), knee, (x + reach, y + canvas.rng.uniform(-4, 26) * size))
        canvas.polygon(ribbon(path, 17 * size, 9 * size), wood)
        end = path[-1]
        canvas.ellipse((end[0], end[1] + 2), 24 * size, 3.4 * size, wood, 150)
    canvas.polygon(
        ribbon(
            bezier((x, y - 120 * size), (x + 14 * size, y - 270 * size), (x - 8 * size, y - 420 * size)),
            42 * size,
            18 * size,
        ),
        wood,
    )
    for side in (-1, 1):
        branch = bezier(
            (x, y - 250 * size), (x + side * 90 * size, y - 300 * size), (x + side * 140 * size, y - 400 * size)
        )
        canvas.polygon(ribbon(branch, 18 * size, 8 * size), wood)
    blobs = sorted(((canvas.rng.gauss(0, 112), canvas.rng.uniform(-520, -330)) for _ in range(34)), key=lambda p: p[1])
    for dx, dy in blobs:
        where = (x + dx * size, y + dy * size)
        canvas.ellipse(where, canvas.rng.uniform(52, 84) * size, canvas.rng.uniform(26, 40) * size, green)
    for dx, dy in blobs:
        where = (x + (dx - 14) * size, y + (dy - 16) * size)
        canvas.ellipse(where, canvas.rng.uniform(18, 42) * size, canvas.rng.uniform(7, 12) * size, lit, 130)
    for step in range(16):
        where = (x + canvas.rng.gauss(0, 120) * size, y + (24 + step * 5) * size)
        canvas.ellipse(where, canvas.rng.uniform(20, 80) * size, 2.6 * size, wood, 90)


def _seedling(canvas: Canvas, foot: Point, mood: Mood, lit: Color) -> None:
    x, y = foot
    size = 0.5 + (y - 690) / 240
    canvas.ellipse((x, y), 26 * size, 3.4 * size, mood.light, 150)
    canvas.line(bezier((x, y), (x + 4 * size, y - 40 * size), (x - 2 * size, y - 76 * size)), 6 * size, mood.dark)
    for angle, long in ((0.5, 44), (2.6, 44), (1.15, 36), (1.95, 36)):
        tip = (x + math.cos(angle) * long * size, y - 76 * size - math.sin(angle) * long * size)
        middle = ((x + tip[0]) / 2, (y - 76 * size + tip[1]) / 2)
        dx, dy = (tip[1] - y + 76 * size) * 0.22, (tip[0] - x) * -0.22
        leaf = [*bezier((x, y - 76 * size), (middle[0] + dx, middle[1] + dy), tip, steps=8),
                *bezier(tip, (middle[0] - dx, middle[1] - dy), (x, y - 76 * size), steps=8)]  # fmt: skip
        canvas.polygon(leaf, lit if angle in (0.5, 1.95) else GREEN)


def _egret(canvas: Canvas, foot: Point, size: float) -> None:
    for x in (-8, 8):
        canvas.line(place([(x, 0), (x + 3, -56)], foot, size), 3 * size, COAL)
    body = smooth([(-66, -66), (-20, -104), (34, -96), (44, -70), (4, -50)])
    canvas.polygon(place(body, foot, size), CREAM)
    neck = bezier((30, -84), (66, -110), (16, -130), (44, -166))
    canvas.polygon(place(ribbon(neck, 18, 9), foot, size), CREAM)
    canvas.ellipse(place([(48, -168)], foot, size)[0], 13 * size, 9 * size, CREAM)
    canvas.polygon(place([(56, -174), (98, -162), (56, -163)], foot, size), MUSTARD)
    canvas.circle(place([(51, -170)], foot, size)[0], 2 * size, COAL)


def proboscis(canvas: Canvas) -> None:
    """Draw proboscis monkeys on the branches before the evening sun."""
    mood = canvas.rng.choice((DUSK, DAWN))
    sun = (canvas.rng.uniform(720, 900), 400.0)
    canvas.gradient(0, 901, mood.sky_top, mood.sky_low)
    canvas.glow(sun, 900, mood.sun, 0.8)
    canvas.dusting(sun, 620, mood.sun, 0.55)
    canvas.circle(sun, 270, mood.sun)
    hills(canvas, mood.far, 700, 40, waves=1.5)
    canvas.mist(620, 800, mood.sky_low, 0.6)
    treeline(canvas, mood.mid, 790, 66, mood.far)
    treeline(canvas, mood.near, 880, 60, mood.mid)
    dark = mix(mood.dark, COAL, 0.4)
    limbs = (
        bezier((-40, 690), (380, 600), (760, 640), (1660, 470)),
        bezier((1660, 300), (1380, 330), (1200, 260), (1010, 290)),
        bezier((240, 650), (330, 480), (300, 330), (420, 190)),
    )
    for limb, start, end in zip(limbs, (52, 40, 34), (30, 10, 8), strict=True):
        canvas.polygon(ribbon(limb, start, end), dark)
        for x, y in limb[2::3]:
            for _ in range(3):
                _leaf(canvas, (x, y), canvas.rng.uniform(0, math.tau), canvas.rng.uniform(46, 96), dark)
    _monkey(canvas, (800, 600), 1.18, mood)
    _monkey(canvas, (1210, 292), 0.78, mood, flip=True)
    _monkey(canvas, (1030, 566), 0.62, mood, flip=True)
    for _ in range(44):
        where = (
            canvas.rng.choice((canvas.rng.uniform(-20, 240), canvas.rng.uniform(1400, 1620))),
            canvas.rng.uniform(-20, 240),
        )
        _leaf(canvas, where, canvas.rng.uniform(0, math.tau), canvas.rng.uniform(70, 150), dark)


def _leaf(canvas: Canvas, at: Point, angle: float, long: float, fill: Color) -> None:
    tip = (at[0] + math.cos(angle) * long, at[1] + math.sin(angle) * long)
    bow = (math.sin(angle) * long * 0.3, -math.cos(angle) * long * 0.3)
    middle = ((at[0] + tip[0]) / 2, (at[1] + tip[1]) / 2)
    canvas.polygon([*bezier(at, (middle[0] + bow[0], middle[1] + bow[1]), tip, steps=8),
                    *bezier(tip, (middle[0] - bow[0], middle[1] - bow[1]), at, steps=8)], fill)  # fmt: skip


def _monkey(canvas: Canvas, seat: Point, size: float, mood: Mood, *, flip: bool = False) -> None:
    fur, pale = ink("a4532c"), ink("e3c79c")
    skin, dark = ink("cf8660"), mix(mood.dark, COAL, 0.5)

    def part(points: list[Point], fill: Color) -> None:
        canvas.polygon(place(points, seat, size, flip=flip), fill)

    tail = bezier((-62, -20), (-130, 60), (-84, 190), (-120, 262))
    part(ribbon(tail, 17, 11), pale)
    back = smooth([(-76, 10), (-92, -70), (-70, -160), (-22, -206), (44, -200), (70, -150), (72, -70), (60, 10)], 9)
    part(back, fur)
    part(smooth([(6, 6), (4, -84), (24, -150), (58, -150), (74, -96), (70, -30), (50, 8)], 9), pale)
    thigh = smooth([(-60, 14), (-64, -48), (-10, -82), (50, -56), (84, -6), (60, 18)], 9)
    part(thigh, mix(fur, dark, 0.14))
    part(ribbon(bezier((70, -10), (104, 30), (70, 66)), 26, 20), pale)
    part(ribbon(bezier((22, -150), (96, -110), (100, -54), (132, -14)), 34, 22), fur)
    part(smooth([(118, -24), (140, -26), (150, -4), (134, 8), (118, 2)]), pale)
    head = smooth([(-12, -226), (0, -276), (46, -292), (88, -270), (94, -226), (66, -194), (18, -194)], 9)
    part(head, fur)
    part(smooth([(-16, -214), (8, -236), (22, -206), (62, -186), (40, -168), (-2, -178)], 8), pale)
    part(smooth([(38, -240), (52, -272), (90, -264), (102, -226), (92, -196), (60, -190), (42, -206)], 9), skin)
    part(smooth([(84, -250), (108, -240), (124, -206), (118, -172), (98, -166), (90, -200)], 9), mix(skin, BRICK, 0.22))
    canvas.circle(place([(76, -246)], seat, size, flip=flip)[0], 5 * size, COAL)
    canvas.circle(place([(8, -240)], seat, size, flip=flip)[0], 11 * size, skin)
    canvas.line(place(bezier((66, -198), (78, -188), (92, -190)), seat, size, flip=flip), 3 * size, dark)
    canvas.stipple(place(back, seat, size, flip=flip), MUSTARD, 0.3, 0.0)


def plantation(canvas: Canvas) -> None:
    """Draw rows of oil palms along a red laterite road."""
    mood = canvas.rng.choice((DAWN, DAY))
    sun = (canvas.rng.uniform(700, 900), 330.0)
    sky(canvas, mood, sun, 70)
    clouds(canvas, mood, 6, 50, 250)
    hills(canvas, mood.far, 448, 34, waves=1.4)
    canvas.mist(390, 500, mood.sky_low, 0.7)
    treeline(canvas, mood.mid, 478, 22, mood.far)
    canvas.gradient(480, 901, mix(LEAF, mood.mid, 0.4), mix(GREEN, mood.dark, 0.45))
    road, edge = mix(ORANGE, SAND, 0.32), mix(BRICK, ORANGE, 0.4)
    canvas.shaded([(788, 480), (812, 480), (1240, 901), (420, 901)], mix(road, mood.sky_low, 0.4), road)
    for _ in range(150):
        near = canvas.rng.random() ** 1.3
        x = 800 + canvas.rng.uniform(-0.9, 0.9) * (12 + 398 * near)
        canvas.ellipse(
            (x, 480 + 420 * near), 4 + 30 * near, 1 + 4 * near, edge if canvas.rng.random() < 0.6 else SAND, 120
        )
    rows = 9
    for row in range(rows):
        near = (row / (rows - 1)) ** 1.9
        fill = mix(mix(mood.mid, mood.sky_low, 0.2), mood.dark, 0.25 + 0.75 * near)
        lit = mix(fill, LEAF, 0.5)
        for side in (-1, 1):
            for lane in range(1, 7 if row < 6 else 3):
                x = 800 + side * (30 + 430 * near) * (0.55 + lane * 0.95)
                if -260 < x < 1860:
                    foot = (x, 484 + 400 * near)
                    canvas.ellipse(foot, 14 + 100 * near, 2 + 13 * near, mood.dark, 80)
                    palm(canvas, foot, 52 + 330 * near, fill, lit, lean=canvas.rng.uniform(-0.04, 0.04))
    _truck(canvas, (820, 606), 0.5, mood)


def _truck(canvas: Canvas, at: Point, size: float, mood: Mood) -> None:
    canvas.ellipse(at, 120 * size, 12 * size, mood.dark, 120)
    canvas.polygon(place([(-92, -30), (92, -30), (92, -150), (-92, -150)], at, size), MUSTARD)
    for _ in range(16):
        where = place([(canvas.rng.uniform(-78, 78), canvas.rng.uniform(-176, -142))], at, size)[0]
        canvas.circle(where, canvas.rng.uniform(14, 22) * size, canvas.rng.choice((BRICK, ink("7c2a1e"), ORANGE)))
    canvas.polygon(place([(-92, -150), (92, -150), (92, -138), (-92, -138)], at, size), mix(MUSTARD, COAL, 0.3))
    for x in (-46, 0, 46):
        canvas.polygon(
            place([(x - 4, -138), (x + 4, -138), (x + 4, -34), (x - 4, -34)], at, size), mix(MUSTARD, COAL, 0.25)
        )
    canvas.polygon(place([(-96, -40), (96, -40), (96, -22), (-96, -22)], at, size), COAL)
    for x in (-70, 70):
        canvas.polygon(place([(x - 24, -26), (x + 24, -26), (x + 24, 4), (x - 24, 4)], at, size), COAL)
        canvas.circle(place([(x, -31)], at, size)[0], 7 * size, BRICK)


def rice_field(canvas: Canvas) -> None:
    """Draw rice terraces with a field hut and farmers."""
    mood = canvas.rng.choice((DAWN, DAY))
    sun = (canvas.rng.uniform(260, 560), 230.0)
    sky(canvas, mood, sun, 70)
    clouds(canvas, mood, 5, 50, 230)
    hills(canvas, mood.far, 400, 70, waves=1.1)
    hills(canvas, mood.mid, 450, 34, waves=1.7)
    canvas.mist(360, 520, mood.sky_low, 0.65)
    treeline(canvas, mood.near, 482, 28, mood.mid)
    greens = (ink("c9c35a"), ink("9fb24c"), ink("7ea045"), ink("5e8f4a"), ink("3f7d54"), ink("2b6650"))
    for index, fill in enumerate(greens):
        base = 500 + index * 62 + index**2 * 4
        line = ridge(canvas.rng, base, 15 + index * 3, 0.9)
        canvas.polygon([(x, y - 9 - index) for x, y in line], mix(mood.water_top, CREAM, 0.3))
        canvas.polygon(line, fill)
        canvas.stipple([(x, y + 3) for x, y in line[:-2]] + [(1600, base + 70), (0, base + 70)], CREAM, 0.26, 0.0)
        _rice_rows(canvas, line, index, mix(fill, mood.dark, 0.3))
    palm(canvas, (1330, 560), 270, mood.dark, mood.near, lean=0.1)
    palm(canvas, (1400, 570), 210, mood.dark, mood.near, lean=-0.06)
    _field_hut(canvas, (1180, 578), 1.0, mood)
    for x, y, high, cloth in ((430, 690, 130, ORANGE), (580, 662, 112, TEAL), (760, 790, 168, BRICK)):
        person(canvas, (x, y), high, cloth, hat=SAND)
    birds(canvas, CREAM, 9, (880, 330), 1.2)


def _rice_rows(canvas: Canvas, line: list[Point], index: int, fill: Color) -> None:
    size = 5 + index * 3.4
    for row in range(3):
        for x, y in line[row % 2 : -2 : 3]:
            foot = (x + canvas.rng.uniform(-4, 4), y + 14 + row * (17 + index * 2.4) + size)
            for lean in (-0.5, 0, 0.5):
                canvas.line([foot, (foot[0] + lean * size, foot[1] - size * 1.5)], 1.2 + index * 0.35, fill, 190)


def _field_hut(canvas: Canvas, foot: Point, size: float, mood: Mood) -> None:
    for x in (-66, 60):
        canvas.polygon(place([(x, 30), (x + 8, 30), (x + 8, -110), (x, -110)], foot, size), mood.dark)
    canvas.polygon(place([(-80, -22), (80, -22), (80, -34), (-80, -34)], foot, size), mood.dark)
    canvas.polygon(place([(-72, -34), (72, -34), (72, -62), (-72, -62)], foot, size), mix(SAND, mood.dark, 0.35))
    roof = [(-104, -98), (-44, -170), (44, -170), (104, -98)]
    canvas.polygon(place(roof, foot, size), mix(SAND, ORANGE, 0.3))
    canvas.stipple(place(roof, foot, size), mood.dark, 0.0, 0.55)


def long_road(canvas: Canvas) -> None:
    """Draw the trunk road that winds over the hills, with its traffic."""
    mood = canvas.rng.choice((DUSK, DAWN, DAY))
    sun = (canvas.rng.uniform(1050, 1300), 260.0)
    sky(canvas, mood, sun, 76)
    clouds(canvas, mood, 6, 50, 260)
    for fill, base, swing in ((mood.far, 420, 60), (mix(mood.far, mood.mid, 0.6), 480, 46), (mood.mid, 540, 34)):
        hills(canvas, fill, base, swing, waves=1.4)
        canvas.mist(base + 10, base + 130, mood.sky_low, 0.4)
    slope = ridge(canvas.rng, 610, 26, 0.8)
    canvas.polygon(slope, mood.near)
    canvas.stipple([*slope[:-2], (1600, 760), (0, 760)], mood.sun, 0.22, 0.0)
    centre = [*bezier((700, 596), (470, 622), (720, 676), (1010, 700), steps=20),
              *bezier((1010, 700), (1330, 728), (980, 800), (560, 960), steps=30)[1:]]  # fmt: skip
    wide = [10 + 300 * ((y - 596) / 364) ** 1.5 for _, y in centre]
    tar = mix(COAL, mood.mid, 0.35)
    for (a, b), width in zip(itertools.pairwise(centre), wide, strict=False):
        canvas.line([a, b], width + 7 + width * 0.05, mix(mood.light, mood.near, 0.35))
        canvas.circle(a, (width + 7 + width * 0.05) / 2, mix(mood.light, mood.near, 0.35))
    for (a, b), width in zip(itertools.pairwise(centre), wide, strict=False):
        canvas.line([a, b], width, tar)
        canvas.circle(a, width / 2, tar)
    for index in range(6, len(centre) - 1, 2):
        canvas.polygon(
            ribbon([centre[index], centre[index + 1]], wide[index] * 0.045, wide[index + 1] * 0.045), mood.light
        )
    for x, y, high in ((140, 720, 250), (300, 690, 170), (1500, 730, 260), (1380, 690, 170), (60, 840, 330)):
        broadleaf(canvas, (x, y), high, mood.dark, mix(mood.dark, LEAF, 0.3))
    _lorry(canvas, (1010, 694), 0.52, mood)
    _motorbike(canvas, (770, 846), 1.0, mood)
    _motorbike(canvas, (690, 640), 0.3, mood)


def _lorry(canvas: Canvas, at: Point, size: float, mood: Mood) -> None:
    canvas.ellipse(at, 180 * size, 12 * size, mood.dark, 130)
    canvas.polygon(place([(-170, -30), (70, -30), (70, -160), (-170, -160)], at, size), mood.accent)
    for x in range(-150, 60, 30):
        canvas.polygon(
            place([(x, -34), (x + 6, -34), (x + 6, -156), (x, -156)], at, size), mix(mood.accent, COAL, 0.25)
        )
    cab = [(78, -24), (78, -140), (126, -140), (152, -84), (160, -80), (160, -24)]
    canvas.polygon(place(cab, at, size), CREAM)
    canvas.polygon(place([(92, -126), (120, -126), (142, -84), (92, -84)], at, size), mood.dark)
    canvas.polygon(place([(-174, -34), (162, -34), (162, -18), (-174, -18)], at, size), COAL)
    for x in (-130, -84, 112):
        canvas.circle(place([(x, -16)], at, size)[0], 24 * size, COAL)
        canvas.circle(place([(x, -16)], at, size)[0], 10 * size, SAND)


def _motorbike(canvas: Canvas, at: Point, size: float, mood: Mood) -> None:
    canvas.ellipse(at, 60 * size, 8 * size, mood.dark, 130)
    canvas.polygon(place([(-9, 0), (-9, -44), (9, -44), (9, 0)], at, size), COAL)
    canvas.polygon(place(smooth([(-20, -34), (-24, -66), (24, -66), (20, -34)]), at, size), mix(BRICK, COAL, 0.2))
    canvas.polygon(place([(-10, -50), (10, -50), (8, -42), (-8, -42)], at, size), ORANGE)
    canvas.polygon(
        place(smooth([(-30, -58), (-34, -106), (-16, -128), (16, -128), (34, -106), (30, -58)]), at, size), TEAL
    )
    canvas.line(place([(-46, -86), (46, -86)], at, size), 6 * size, COAL)
    canvas.ellipse(place([(0, -146)], at, size)[0], 19 * size, 22 * size, MUSTARD)
    canvas.polygon(place(smooth([(-19, -142), (19, -142), (14, -126), (-14, -126)]), at, size), COAL)


__all__ = ["long_road", "mangrove", "plantation", "proboscis", "rainforest", "rice_field"]
