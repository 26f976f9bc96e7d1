"""A small drawing surface on top of Pillow: fixed units, smooth edges, printed grain.

Scenes are drawn in units of 1600 by 900 whatever the size asked for. The surface is twice as large
as the result and is halved at the end, which smooths every edge.
"""

import itertools
import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

type Color = tuple[int, int, int]
type Point = tuple[float, float]
type Shape = list[Point]

UNITS_WIDE = 1600
UNITS_HIGH = 900
OVERSAMPLING = 2
GRAIN_STRENGTH = 0.11


def ink(code: str) -> Color:
    """Return the colour written as six hexadecimal digits."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def mix(first: Color, second: Color, share: float) -> Color:
    """Return the colour that lies `share` of the way from the first to the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


@dataclass(frozen=True, slots=True)
class Mood:
    """The inks of one time of the day."""

    sky_top: Color
    sky_low: Color
    sun: Color
    far: Color
    mid: Color
    near: Color
    dark: Color
    water_top: Color
    water_low: Color
    accent: Color
    light: Color


def _mood(codes: str) -> Mood:
    return Mood(*(ink(code) for code in codes.split()))


DAWN = _mood("4b83a3 ffcf9e fff1cf b9a7a5 748f95 37656d 163a45 fbc795 35707f dc532d fff0d2")
DAY = _mood("3f9ca3 f6ecd0 fff8e0 9cc2a8 5b9a7a 2c6b55 143f38 a6d0bd 23767b e2622f fff8e4")
DUSK = _mood("3a3566 f79a5c ffdf95 8a5872 5c4166 3a2d52 1e1a35 f0955f 3b3463 f4b740 ffe8ba")
NIGHT = _mood("0c1a36 35577a f8eecb 2b4866 1d3450 12233c 0a1526 2f4d6c 0c1a33 f4a93a ffe09a")
RAIN = _mood("5a7480 ccd5ca eef0e4 95a9a8 64827f 3e5f61 1e383d b3bfae 66796f dd6a3b f5f2e0")


@dataclass(slots=True)
class Canvas:
    """A picture being drawn, with its own source of chance."""

    rng: random.Random
    width: int
    height: int
    scale: float = field(init=False)
    image: Image.Image = field(init=False)
    pen: ImageDraw.ImageDraw = field(init=False)
    noise: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.scale = OVERSAMPLING * max(self.width / UNITS_WIDE, self.height / UNITS_HIGH)
        size = (math.ceil(UNITS_WIDE * self.scale), math.ceil(UNITS_HIGH * self.scale))
        self.image = Image.new("RGB", size)
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        half = (size[0] // 2 + 2, size[1] // 2 + 2)
        grains = random.Random(self.rng.random())
        self.noise = Image.frombytes("L", half, grains.randbytes(half[0] * half[1]))

    # Flat shapes

    def polygon(self, points: Iterable[Point], fill: Color, alpha: int = 255) -> None:
        """Fill a polygon."""
        self.pen.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=(*fill, alpha))

    def rectangle(self, box: tuple[float, float, float, float], fill: Color, alpha: int = 255) -> None:
        """Fill an upright rectangle given as left, top, right, bottom."""
        left, top, right, bottom = box
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], fill, alpha)

    def rounded(self, box: tuple[float, float, float, float], radius: float, fill: Color, alpha: int = 255) -> None:
        """Fill a rectangle with round corners."""
        left, top, right, bottom = (value * self.scale for value in box)
        self.pen.rounded_rectangle((left, top, right, bottom), radius * self.scale, fill=(*fill, alpha))

    def ellipse(self, centre: Point, radius_x: float, radius_y: float, fill: Color, alpha: int = 255) -> None:
        """Fill an ellipse."""
        (x, y), s = centre, self.scale
        box = ((x - radius_x) * s, (y - radius_y) * s, (x + radius_x) * s, (y + radius_y) * s)
        self.pen.ellipse(box, fill=(*fill, alpha))

    def circle(self, centre: Point, radius: float, fill: Color, alpha: int = 255) -> None:
        """Fill a circle."""
        self.ellipse(centre, radius, radius, fill, alpha)

    def line(self, points: Sequence[Point], width: float, fill: Color, alpha: int = 255) -> None:
        """Draw a line with round joints."""
        path = [(x * self.scale, y * self.scale) for x, y in points]
        self.pen.line(path, fill=(*fill, alpha), width=max(1, round(width * self.scale)), joint="curve")

    def stroke(self, points: Sequence[Point], start: float, end: float, fill: Color) -> None:
        """Draw a line that goes from one width to another, with round ends."""
        self.polygon(ribbon(points, start, end), fill)
        self.circle(points[0], start / 2, fill)
        self.circle(points[-1], end / 2, fill)

    # Shading

    def gradient(self, top: float, bottom: float, first: Color, second: Color) -> None:
        """Fill a band over the full width with a vertical gradient."""
        self._paste_gradient((0, top, UNITS_WIDE, bottom), first, second, None)

    def shaded(self, points: Sequence[Point], first: Color, second: Color) -> None:
        """Fill a polygon with a vertical gradient from its top to its bottom."""
        box = _bounds(points)
        self._paste_gradient(box, first, second, self._mask(points, box))

    def stipple(self, points: Sequence[Point], fill: Color, top: float, bottom: float) -> None:
        """Sprinkle ink over a polygon; the two densities (0 to 1) hold at its top and its bottom."""
        box = _bounds(points)
        size = self._pixels(box, halved=True)
        if size[0] < 1 or size[1] < 1:
            return
        ramp = Image.linear_gradient("L").resize((1, size[1]), Image.Resampling.BILINEAR)
        ramp = ramp.point([round(255 * (top + (bottom - top) * v / 255)) for v in range(256)])
        dots = self._dots(ramp.resize(size, Image.Resampling.NEAREST))
        mask = dots.resize(self._pixels(box), Image.Resampling.BILINEAR)
        self._paste(fill, box, ImageChops.multiply(mask, self._mask(points, box)))

    def glow(self, centre: Point, radius: float, fill: Color, strength: float = 1.0) -> None:
        """Add a soft round light."""
        self._paste(fill, self._round_box(centre, radius), self._halo(radius, strength))

    def dusting(self, centre: Point, radius: float, fill: Color, strength: float = 0.5) -> None:
        """Add a round light made of dots."""
        halo = self._halo(radius, strength)
        dots = self._dots(halo.resize((max(1, halo.width // 2), max(1, halo.height // 2))))
        self._paste(fill, self._round_box(centre, radius), dots.resize(halo.size))

    def mist(self, top: float, bottom: float, fill: Color, strength: float = 0.8) -> None:
        """Lay a band of haze, thickest in its middle."""
        box = (0.0, top, float(UNITS_WIDE), bottom)
        ramp = Image.linear_gradient("L").resize((1, self._pixels(box)[1]), Image.Resampling.BILINEAR)
        ramp = ramp.point([round(255 * strength * math.sin(math.pi * v / 255) ** 2) for v in range(256)])
        self._paste(fill, box, ramp.resize(self._pixels(box), Image.Resampling.NEAREST))

    def beam(self, points: Sequence[Point], fill: Color, strength: float) -> None:
        """Lay a beam of light that fades towards its lower end."""
        box = _bounds(points)
        ramp = Image.linear_gradient("L").resize(self._pixels(box), Image.Resampling.BILINEAR)
        ramp = ramp.point([round((255 - v) * strength) for v in range(256)])
        self._paste(fill, box, ImageChops.multiply(ramp, self._mask(points, box)))

    def reflect(self, shore: float, tint: Color, amount: float) -> None:
        """Mirror everything above the shore into the water below it."""
        box = (0.0, shore, float(UNITS_WIDE), float(UNITS_HIGH))
        size = self._pixels(box)
        top = round(shore * self.scale)
        depth = min(top, round(size[1] * 1.1))
        source = self.image.crop((0, top - depth, size[0], top))
        mirrored = source.transpose(Image.Transpose.FLIP_TOP_BOTTOM).reduce(4).resize(size)
        self.image.paste(Image.blend(mirrored, Image.new("RGB", size, tint), amount), (0, top))

    # The result

    def finish(self) -> Image.Image:
        """Return the picture at the size asked for, with the grain of paper."""
        small = self.image.reduce(OVERSAMPLING)
        small = ImageOps.fit(small, (self.width, self.height), Image.Resampling.BICUBIC)
        grain = self.noise.filter(ImageFilter.GaussianBlur(0.6)).crop((0, 0, self.width, self.height))
        grain = grain.point([round(128 + (v - 128) * GRAIN_STRENGTH * 2) for v in range(256)])
        return ImageChops.soft_light(small, Image.merge("RGB", (grain, grain, grain)))

    # Helpers

    def _pixels(self, box: tuple[float, float, float, float], *, halved: bool = False) -> tuple[int, int]:
        left, top, right, bottom = (round(value * self.scale) for value in box)
        part = 2 if halved else 1
        return max(1, (right - left) // part), max(1, (bottom - top) // part)

    def _round_box(self, centre: Point, radius: float) -> tuple[float, float, float, float]:
        return centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius

    def _halo(self, radius: float, strength: float) -> Image.Image:
        size = self._pixels((-radius, -radius, radius, radius))
        halo = Image.radial_gradient("L").point(
            [round(255 * strength * max(0.0, 1 - v / 180) ** 2) for v in range(256)]
        )
        return halo.resize(size, Image.Resampling.BILINEAR)

    def _dots(self, density: Image.Image) -> Image.Image:
        """Return white dots, as dense as the given grey is bright."""
        noise = self.noise
        if noise.width < density.width or noise.height < density.height:
            noise = noise.resize((max(noise.width, density.width), max(noise.height, density.height)))
        noise = noise.crop((0, 0, density.width, density.height))
        return ImageChops.add(density, noise, 1, -255).point([0] + [255] * 255)

    def _mask(self, points: Sequence[Point], box: tuple[float, float, float, float]) -> Image.Image:
        mask = Image.new("L", self._pixels(box))
        moved = [((x - box[0]) * self.scale, (y - box[1]) * self.scale) for x, y in points]
        ImageDraw.Draw(mask).polygon(moved, fill=255)
        return mask

    def _paste(self, fill: Color, box: tuple[float, float, float, float], mask: Image.Image) -> None:
        self.image.paste(fill, _placed(box, mask.size, self.scale), mask)

    def _paste_gradient(
        self,
        box: tuple[float, float, float, float],
        first: Color,
        second: Color,
        mask: Image.Image | None,
    ) -> None:
        size = self._pixels(box)
        ramp = Image.linear_gradient("L").resize((1, size[1]), Image.Resampling.BILINEAR)
        colours = ImageOps.colorize(ramp, first, second).resize(size, Image.Resampling.NEAREST)
        self.image.paste(colours, _placed(box, size, self.scale), mask)


def _placed(box: tuple[float, float, float, float], size: tuple[int, int], scale: float) -> tuple[int, int, int, int]:
    left, top = round(box[0] * scale), round(box[1] * scale)
    return left, top, left + size[0], top + size[1]


def _bounds(points: Sequence[Point]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


# Geometry


def place(points: Iterable[Point], at: Point, size: float = 1.0, *, flip: bool = False) -> Shape:
    """Move a shape drawn around the origin to its place."""
    side = -size if flip else size
    return [(at[0] + x * side, at[1] + y * size) for x, y in points]


def bezier(*knots: Point, steps: int = 24) -> Shape:
    """Return points on the Bézier curve with the given two, three or four knots."""
    return [_casteljau(knots, step / steps) for step in range(steps + 1)]


def _casteljau(knots: Sequence[Point], t: float) -> Point:
    current = list(knots)
    while len(current) > 1:
        current = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in itertools.pairwise(current)]
    return current[0]


def smooth(points: Sequence[Point], steps: int = 8) -> Shape:
    """Return a closed round shape through the given points (Catmull-Rom)."""
    count = len(points)
    return [
        _spline([points[(index + shift) % count] for shift in (-1, 0, 1, 2)], step / steps)
        for index in range(count)
        for step in range(steps)
    ]


def _spline(knots: Sequence[Point], t: float) -> Point:
    def along(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)

    xs, ys = [knot[0] for knot in knots], [knot[1] for knot in knots]
    return along(*xs), along(*ys)


def ribbon(points: Sequence[Point], start: float, end: float) -> Shape:
    """Return the outline of a line that goes from one width to another."""
    left: Shape = []
    right: Shape = []
    last = len(points) - 1
    for index, (x, y) in enumerate(points):
        before, after = points[max(0, index - 1)], points[min(last, index + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        half = (start + (end - start) * index / last) / 2
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return left + right[::-1]


def spiral(centre: Point, radius: float, turns: float, *, angle: float = 0.0, flip: bool = False) -> Shape:
    """Return a spiral that starts at its outer end and closes towards the centre."""
    side = -1 if flip else 1
    count = max(12, round(turns * 26))
    return [
        (
            centre[0] + side * math.cos(angle + turns * math.tau * t) * radius * (1 - 0.86 * t),
            centre[1] + math.sin(angle + turns * math.tau * t) * radius * (1 - 0.86 * t),
        )
        for t in (step / count for step in range(count + 1))
    ]


def ridge(rng: random.Random, base: float, swing: float, waves: float = 2.0) -> Shape:
    """Return a hilly line over the full width, closed at the bottom of the picture."""
    parts = [(swing / (1.7**k), waves * (1.9**k) * rng.uniform(0.85, 1.15), rng.uniform(0, math.tau)) for k in range(5)]

    def height(x: float) -> float:
        return base - sum(size * math.sin(math.tau * often * x / UNITS_WIDE + shift) for size, often, shift in parts)

    line: Shape = [(float(x), height(float(x))) for x in range(-20, UNITS_WIDE + 21, 8)]
    return [*line, (UNITS_WIDE + 20.0, UNITS_HIGH + 20.0), (-20.0, UNITS_HIGH + 20.0)]


type Painter = Callable[[Canvas], None]
