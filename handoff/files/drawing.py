"""Makes a picture small: a program of its own, run by `previews.py`, since it opens what strangers sent.

The picture comes in, the preview goes out: two numbers of four bytes, the width and the height of the whole picture
held upright, then WebP without anything else that was in the file (where it was taken, with which camera). It ends
with 1, and says nothing, when there can be no preview.
"""

import io
import resource
import sys
import warnings

LARGEST_SIDE = 640
MOST_PIXELS = 64_000_000
"""A small file may unfold to gigabytes of pixels."""
_MEMORY = 1024 * 1024 * 1024
_SECONDS = 15
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def draw(data: bytes) -> bytes:
    """Raises what Pillow raises for what is no picture, or too large a one."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    width, height = reversed(picture.size) if turned else picture.size
    picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # JPEG: unfolds no more than is needed
    small = ImageOps.exif_transpose(picture)
    small.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    mode = "RGBA" if small.has_transparency_data else "RGB"
    out = io.BytesIO()
    small.convert(mode).save(out, "WEBP", quality=80)
    return width.to_bytes(4, "big") + height.to_bytes(4, "big") + out.getvalue()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    try:
        preview = draw(sys.stdin.buffer.read())
    except Exception:  # whatever is wrong with it, there is no preview
        sys.exit(1)
    sys.stdout.buffer.write(preview)


if __name__ == "__main__":
    main()
