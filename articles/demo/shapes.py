"""Things that appear in several scenes: trees, boats, houses, people, water."""

import math
import random

from articles.demo.canvas import (
    Canvas,
    Color,
    Mood,
    Point,
    Shape,
    bezier,
    ink,
    mix,
    place,
    ribbon,
    ridge,
    smooth,
    spiral,
)

CREAM = ink("fbf1dc")
SAND = ink("f2d6a0")
MUSTARD = ink("eab04a")
ORANGE = ink("e2682f")
BRICK = ink("b23b2b")
MAROON = ink("6d2326")
LEAF = ink("7ea045")
GREEN = ink("3f7d54")
TEAL = ink("2b7478")
NAVY = ink("173a48")
COAL = ink("20242c")
FRUIT = (ORANGE, MUSTARD, BRICK, LEAF, GREEN, ink("8a3f5d"), ink("f3cf6b"))
CONTAINERS = (BRICK, TEAL, MUSTARD, ORANGE, NAVY, GREEN, ink("8b9a94"))


def sky(canvas: Canvas, mood: Mood, sun: Point | None = None, radius: float = 62) -> None:
    """Fill the picture with sky and set the sun or the moon in it."""
    canvas.gradient(0, 620, mood.sky_top, mood.sky_low)
    canvas.gradient(620, 901, mood.sky_low, mood.sky_low)
    if sun is None:
        return
    canvas.glow(sun, radius * 8, mood.sun, 0.75)
    canvas.dusting(sun, radius * 4.6, mood.sun, 0.5)
    canvas.circle(sun, radius, mood.sun)


def clouds(canvas: Canvas, mood: Mood, count: int, highest: float = 60, lowest: float = 300) -> None:
    """Draw flat long clouds."""
    for _ in range(count):
        x, y = canvas.rng.uniform(0, 1600), canvas.rng.uniform(highest, lowest)
        size = canvas.rng.uniform(0.6, 1.3) * (0.7 + 0.6 * (lowest - y) / (lowest - highest))
        for _ in range(4):
            dx, dy = canvas.rng.uniform(-130, 130) * size, canvas.rng.uniform(-12, 10) * size
            wide, high = canvas.rng.uniform(70, 190) * size, canvas.rng.uniform(6, 13) * size
            canvas.ellipse((x + dx, y + dy), wide, high, mood.light, 95)


def stars(canvas: Canvas, count: int, lowest: float) -> None:
    """Sprinkle stars over the night sky."""
    for _ in range(count):
        where = (canvas.rng.uniform(0, 1600), canvas.rng.uniform(0, lowest))
        canvas.circle(where, canvas.rng.uniform(0.8, 2.3), CREAM, canvas.rng.randint(110, 240))


def hills(canvas: Canvas, fill: Color, base: float, swing: float, *, waves: float = 2.0) -> None:
    """Draw one line of hills down to the bottom of the picture, grainy at its foot."""
    canvas.polygon(ridge(canvas.rng, base, swing, waves), fill)


def treeline(canvas: Canvas, fill: Color, base: float, height: float, shade: Color | None = None) -> None:
    """Draw a distant row of trees standing on a base line."""
    x = -30.0
    while x < 1640:
        wide = canvas.rng.uniform(0.55, 1.2) * height
        tall = canvas.rng.uniform(0.45, 1.0) * height * (1 + 0.3 * math.sin(x / 170))
        canvas.ellipse((x, base), wide, tall, fill)
        if shade is not None and canvas.rng.random() < 0.55:
            canvas.ellipse((x - wide * 0.2, base - tall * 0.45), wide * 0.45, tall * 0.35, shade, 90)
        x += wide * 0.8
    canvas.rectangle((-20, base, 1620, base + height * 0.3), fill)


def broadleaf(canvas: Canvas, foot: Point, height: float, fill: Color, lit: Color) -> None:
    """Draw a tall rainforest tree with flat crowns."""
    rng = canvas.rng
    x, y = foot
    top = y - height
    lean = rng.uniform(-0.04, 0.04) * height
    trunk = bezier((x, y), (x + lean, y - height * 0.5), (x + lean * 0.6, top))
    canvas.polygon(ribbon(trunk, height * 0.045, height * 0.018), fill)
    for side in (-1, 1):
        branch = bezier((x + lean * 0.7, y - height * 0.62), (x + side * height * 0.08, top + height * 0.16),
                        (x + side * height * 0.17, top + height * 0.06))  # fmt: skip
        canvas.polygon(ribbon(branch, height * 0.016, height * 0.007), fill)
    for _ in range(11):
        dx, dy = rng.uniform(-0.22, 0.22) * height, rng.uniform(-0.05, 0.13) * height
        wide, high = rng.uniform(0.09, 0.15) * height, rng.uniform(0.035, 0.06) * height
        canvas.ellipse((x + dx, top + dy), wide, high, fill)
        canvas.ellipse((x + dx - wide * 0.15, top + dy - high * 0.45), wide * 0.6, high * 0.35, lit, 120)


def palm(canvas: Canvas, foot: Point, height: float, fill: Color, lit: Color, *, lean: float = 0.0) -> None:
    """Draw a coconut or oil palm."""
    x, y = foot
    crown = (x + lean * height, y - height)
    trunk = bezier(foot, (x + lean * height * 0.15, y - height * 0.55), crown)
    canvas.polygon(ribbon(trunk, height * 0.07, height * 0.035), fill)
    for index in range(11):
        angle = math.pi * (1.16 - 1.32 * index / 10) + canvas.rng.uniform(-0.07, 0.07)
        long = height * canvas.rng.uniform(0.42, 0.52)
        frond(canvas, crown, angle, long, lit if index % 3 == 1 else fill)
    canvas.circle(crown, height * 0.045, fill)


def frond(canvas: Canvas, start: Point, angle: float, long: float, fill: Color) -> None:
    """Draw one feathered palm leaf that rises, then droops."""
    x, y = start
    across, up = math.cos(angle) * long, math.sin(angle) * long
    spine = bezier(start, (x + across * 0.55, y - up * 0.75 - long * 0.28),
                   (x + across, y - up * 0.55 + long * 0.22), steps=14)  # fmt: skip
    canvas.polygon(ribbon(spine, long * 0.05, long * 0.02), fill)
    for index, (px, py) in enumerate(spine[1:], start=1):
        size = long * 0.27 * math.sin(math.pi * (0.12 + 0.86 * index / 14))
        drift = across / long * size * 0.45
        canvas.polygon([(px - long * 0.03, py), (px + drift - size * 0.1, py + size), (px + long * 0.03, py)], fill)


def water(canvas: Canvas, mood: Mood, shore: float, sun_x: float | None = None, glints: int = 110) -> None:
    """Fill the picture below the shore with water and its glitter."""
    canvas.gradient(shore, 901, mood.water_top, mood.water_low)
    ripples(canvas, shore, mix(mood.water_low, mood.dark, 0.3), glints, 70)
    ripples(canvas, shore, mood.light, glints // 2, 70)
    if sun_x is not None:
        sunlane(canvas, mood, shore, sun_x)


def ripples(canvas: Canvas, shore: float, fill: Color, count: int, alpha: int) -> None:
    """Draw thin horizontal waves that grow towards the viewer."""
    for _ in range(count):
        near = canvas.rng.random() ** 1.4
        y = shore + 4 + near * (890 - shore)
        wide = (16 + 100 * near) * canvas.rng.uniform(0.5, 1.4)
        canvas.ellipse((canvas.rng.uniform(-40, 1640), y), wide, 0.8 + 2.6 * near, fill, alpha)


def sunlane(canvas: Canvas, mood: Mood, shore: float, sun_x: float) -> None:
    """Draw the broken reflection of the sun."""
    y = shore + 3
    while y < 890:
        near = (y - shore) / (900 - shore)
        wide = (20 + 70 * near) * canvas.rng.uniform(0.5, 1.3)
        x = sun_x + canvas.rng.gauss(0, 12 + 34 * near)
        canvas.ellipse((x, y), wide, 1.3 + 3.4 * near, mood.sun, round(235 - 110 * near))
        y += canvas.rng.uniform(3, 6) + 9 * near


def birds(canvas: Canvas, fill: Color, count: int, around: Point, size: float = 1.0) -> None:
    """Draw a flock far away."""
    for _ in range(count):
        x, y = around[0] + canvas.rng.gauss(0, 90), around[1] + canvas.rng.gauss(0, 34)
        wing = canvas.rng.uniform(9, 17) * size
        canvas.polygon(
            ribbon(bezier((x - wing, y - wing * 0.4), (x - wing * 0.4, y - wing * 0.6), (x, y)), 1, 3.4 * size), fill
        )
        canvas.polygon(
            ribbon(bezier((x, y), (x + wing * 0.4, y - wing * 0.6), (x + wing, y - wing * 0.4)), 3.4 * size, 1), fill
        )


def person(canvas: Canvas, foot: Point, height: float, cloth: Color, *, hat: Color | None = None) -> None:
    """Draw a standing person, simplified, seen from a distance."""
    skin, legs = ink("8a5636"), mix(cloth, COAL, 0.6)
    for side in (-1, 1):
        leg = [(side * 0.015, -0.44), (side * 0.125, -0.44), (side * 0.1, 0), (side * 0.03, 0)]
        canvas.polygon(place(leg, foot, height), legs)
    body = smooth([(-0.13, -0.4), (-0.15, -0.7), (-0.09, -0.82), (0.09, -0.82), (0.15, -0.7), (0.13, -0.4)])
    canvas.polygon(place(body, foot, height), cloth)
    for side in (-1, 1):
        arm = [(side * 0.15, -0.76), (side * 0.2, -0.6), (side * 0.17, -0.45)]
        canvas.line(place(arm, foot, height), height * 0.07, mix(cloth, COAL, 0.16))
        canvas.circle(place([arm[-1]], foot, height)[0], height * 0.036, skin)
    head = (foot[0], foot[1] - height * 0.9)
    canvas.ellipse(head, height * 0.08, height * 0.095, skin)
    if hat is not None:
        brim = [(-0.2, -0.91), (0, -1.06), (0.2, -0.91)]
        canvas.polygon(place(brim, foot, height), hat)
    else:
        cap = smooth([(-0.09, -0.9), (-0.08, -0.99), (0.08, -0.99), (0.09, -0.9), (0, -0.94)])
        canvas.polygon(place(cap, foot, height), COAL)


def ces(canvas: Canvas, at: Point, size: float, hull: Color, trim: Color, *, flip: bool = False) -> None:
    """Draw a ces, the slim motor boat of the Mahakam, with its boatman."""
    upper = bezier((-150, -14), (-40, 4), (90, 6), (178, -34))
    lower = bezier((178, -34), (140, 22), (60, 22), (-60, 22))
    canvas.polygon(place([*upper, *lower, (-130, 20)], at, size, flip=flip), hull)
    canvas.polygon(place(ribbon(upper, 6, 6), at, size, flip=flip), trim)
    motor = place([(-140, -22), (-118, -24), (-112, -6), (-136, -6)], at, size, flip=flip)
    canvas.polygon(motor, COAL)
    shaft = place([(-136, -8), (-205, 26)], at, size, flip=flip)
    canvas.line(shaft, 3.4 * size, COAL)
    rider(canvas, place([(-84, -2)], at, size, flip=flip)[0], 82 * size, trim, hat=SAND)


def rider(canvas: Canvas, seat: Point, height: float, cloth: Color, *, hat: Color | None) -> None:
    """Draw a person sitting in a boat."""
    body = smooth([(-0.22, 0.02), (-0.22, -0.42), (-0.08, -0.6), (0.1, -0.58), (0.2, -0.38), (0.26, 0.02)])
    canvas.polygon(place(body, seat, height), cloth)
    canvas.circle((seat[0] + height * 0.02, seat[1] - height * 0.74), height * 0.13, ink("7d4c30"))
    if hat is not None:
        brim = [(-0.3, -0.74), (0.02, -1.0), (0.34, -0.74)]
        canvas.polygon(place(brim, seat, height), hat)


def stilt_house(canvas: Canvas, at: Point, size: float, wall: Color, roof: Color, stilts: float = 46) -> None:
    """Draw a wooden riverside house; `at` is the middle of its floor."""
    dark = mix(wall, COAL, 0.55)
    for x in (-86, -44, 0, 44, 86):
        canvas.polygon(place([(x - 4, 0), (x + 4, 0), (x + 3, stilts), (x - 3, stilts)], at, size), dark)
    canvas.polygon(place([(-100, 2), (-100, -78), (100, -78), (100, 2)], at, size), wall)
    canvas.polygon(place([(20, 2), (20, -78), (100, -78), (100, 2)], at, size), mix(wall, COAL, 0.14))
    gable = [(-122, -74), (-74, -142), (74, -142), (122, -74)]
    canvas.polygon(place(gable, at, size), roof)
    canvas.polygon(place([(-122, -74), (122, -74), (118, -66), (-118, -66)], at, size), mix(roof, COAL, 0.35))
    for step in range(-3, 4):
        seam = [(step * 26.0, -142), (step * 36.0, -74)]
        canvas.line(place(seam, at, size), 1.6 * size, mix(roof, COAL, 0.2))
    for x in (-72, 46):
        canvas.polygon(place([(x, -54), (x + 28, -54), (x + 28, -18), (x, -18)], at, size), dark)
        canvas.polygon(place([(x + 3, -51), (x + 25, -51), (x + 25, -21), (x + 3, -21)], at, size), MUSTARD)
        canvas.polygon(place([(x + 12, -54), (x + 16, -54), (x + 16, -18), (x + 12, -18)], at, size), dark)
    canvas.polygon(place([(-20, 2), (-20, -54), (14, -54), (14, 2)], at, size), dark)
    canvas.polygon(place([(-112, 0), (112, 0), (112, 8), (-112, 8)], at, size), dark)


def tug(canvas: Canvas, at: Point, size: float, mood: Mood, *, flip: bool = False) -> None:
    """Draw a tugboat; `at` is the middle of its waterline."""
    hull = [*bezier((-130, -26), (-40, -16), (60, -22), (142, -56)), (122, 10), (-118, 10)]
    canvas.polygon(place(hull, at, size, flip=flip), mood.dark)
    rail = bezier((-130, -26), (-40, -16), (60, -22), (142, -56))
    canvas.polygon(place(ribbon(rail, 8, 8), at, size, flip=flip), mood.accent)
    blocks = (((-70, -22), (62, -70), CREAM), ((-36, -70), (50, -112), CREAM), ((-44, -112), (58, -120), mood.accent))
    for (left, low), (right, high), fill in blocks:
        canvas.polygon(place([(left, low), (right, low), (right, high), (left, high)], at, size, flip=flip), fill)
        side = [(left, low), (left + (right - left) * 0.3, low), (left + (right - left) * 0.3, high), (left, high)]
        canvas.polygon(place(side, at, size, flip=flip), mix(fill, mood.mid, 0.45))
    for x in (-22, 4, 30):
        canvas.polygon(place([(x, -104), (x + 16, -104), (x + 16, -84), (x, -84)], at, size, flip=flip), mood.dark)
    for x in (-50, -22, 6, 34):
        canvas.ellipse(place([(x, -46)], at, size, flip=flip)[0], 7 * size, 7 * size, mood.dark)
    canvas.polygon(place([(-66, -70), (-44, -70), (-47, -132), (-63, -132)], at, size, flip=flip), mood.accent)
    canvas.polygon(place([(-64, -118), (-46, -118), (-47, -132), (-63, -132)], at, size, flip=flip), mood.dark)
    canvas.line(place([(10, -120), (10, -176)], at, size, flip=flip), 4 * size, mood.dark)
    canvas.line(place([(-8, -156), (28, -156)], at, size, flip=flip), 3 * size, mood.dark)


def curl(canvas: Canvas, at: Point, radius: float, fill: Color, width: float, *, angle: float = 0.0,
         flip: bool = False, turns: float = 1.5) -> None:  # fmt: skip
    """Draw one curl of the ornament of the Mahakam peoples."""
    canvas.stroke(spiral(at, radius, turns, angle=angle, flip=flip), width, width * 0.55, fill)


def heap(rng: random.Random, centre: Point, wide: float, high: float) -> Shape:
    """Return the outline of a heap with a slightly uneven top."""
    x, y = centre
    top = [
        (x + wide * (step / 12 - 0.5), y - high * math.sin(math.pi * step / 12) ** 0.8 * rng.uniform(0.9, 1.08))
        for step in range(13)
    ]
    return [*top, (x + wide / 2, y + 4), (x - wide / 2, y + 4)]
