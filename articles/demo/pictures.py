"""Drawn pictures for the demo newsroom: one flat illustration per scene and seed."""

import random
from collections.abc import Mapping
from types import MappingProxyType

from PIL import Image, ImageOps

from articles.demo import scenes_land, scenes_town, scenes_water
from articles.demo.canvas import Canvas, Painter

_PAINTERS: Mapping[str, Painter] = MappingProxyType(
    {
        "sungai-tongkang": scenes_water.barge,
        "jembatan-kembar": scenes_water.twin_bridge,
        "perahu-pagi": scenes_water.river_dawn,
        "pesut": scenes_water.dolphin,
        "pelabuhan": scenes_water.harbour,
        "banjir": scenes_water.flood,
        "penyu": scenes_water.reef,
        "kota-malam": scenes_water.night_city,
        "hutan-hujan": scenes_land.rainforest,
        "mangrove": scenes_land.mangrove,
        "bekantan": scenes_land.proboscis,
        "kebun-sawit": scenes_land.plantation,
        "sawah": scenes_land.rice_field,
        "jalan-poros": scenes_land.long_road,
        "pasar-pagi": scenes_town.market,
        "ruang-kelas": scenes_town.classroom,
        "stadion": scenes_town.stadium,
        "lamin": scenes_town.longhouse,
        "anyaman": scenes_town.weaving,
        "batik": scenes_town.batik,
        "konferensi": scenes_town.microphones,
        "peta": scenes_town.atlas,
        "rak-buku": scenes_town.bookshelf,
    }
)

_ONE_WAY = frozenset({"peta", "ruang-kelas", "rak-buku"})

SCENES: tuple[str, ...] = tuple(_PAINTERS)


def draw(scene: str, seed: int, width: int = 1600, height: int = 900) -> Image.Image:
    """Draw a scene and return it as an RGB picture of exactly the given size.

    The same scene, seed and size always give the same picture; another seed gives another light and
    another arrangement. An unknown scene raises KeyError.
    """
    chance = random.Random(f"{scene}:{seed}")
    canvas = Canvas(chance, width, height)
    _PAINTERS[scene](canvas)
    picture = canvas.finish()
    return ImageOps.mirror(picture) if seed % 2 == 0 and scene not in _ONE_WAY else picture
