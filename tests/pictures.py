"""Pictures for tests, made on the spot."""

import io
from typing import Any

from PIL import Image

TURNED = 6
"""How a phone that is held upright marks what its sensor saw lying on its side."""


def picture(
    width: int = 60, height: int = 40, form: str = "JPEG", *, colour: str = "#2a6", mode: str = "RGB", **options: Any
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), colour if mode == "RGB" else 0).save(out, form, **options)
    return out.getvalue()


def from_a_phone(width: int = 1200, height: int = 800) -> bytes:
    """On its side, with the camera's name and the place in it."""
    marks = Image.Exif()
    marks[0x0112], marks[0x010F] = TURNED, "Camera of Ada"
    marks.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return picture(width, height, exif=marks)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))
