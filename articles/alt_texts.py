"""What a photo says to whoever does not see it."""

import re

# "IMG_2034.jpg", "DSC 0012", "IMG-20220712-WA0003", "WhatsApp Image 2026-07-12 at 09.10.22 (1).jpeg"
_FILE_NAME = re.compile(
    r".*\.(?:jpe?g|png|webp|avif|gif|heic|tiff?|bmp)"
    r"|(?:img|dscn?|dscf|dji|pxl|mvimg|vid|photo|foto|image|gambar|screenshot|whatsapp[ _-]?image)?"
    r"(?:[ _\-.()]*(?:\d+|wa\d+|at))+[ _\-.()]*",
    re.IGNORECASE,
)


def is_file_name(text: str) -> bool:
    """Whether a text is the name of a file, which describes nothing."""
    return _FILE_NAME.fullmatch(text.strip()) is not None


def says_nothing(text: str) -> bool:
    return not text.strip() or is_file_name(text)
