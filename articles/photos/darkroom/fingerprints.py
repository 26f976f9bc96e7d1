"""What a picture looks like, in a few characters."""

from __future__ import annotations

from PIL import Image


def difference_hash(picture: Image.Image) -> str:
    """64 bits that stay nearly the same when a picture is scaled, encoded anew or brightened, as 16 hex digits.

    Each says whether one field of a coarse picture is brighter than its right neighbour.
    """
    grey = picture.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            left, right = grey[row * 9 + column], grey[row * 9 + column + 1]
            bits = bits << 1 | (left < right)
    return f"{bits:016x}"


def tone(picture: Image.Image) -> str:
    """The average colour as one digit from 0 to 3 for red, green and blue (static/css/tones.css)."""
    average = picture.resize((1, 1), Image.Resampling.BOX).tobytes()
    return "".join(str(round(channel / 85)) for channel in average)
