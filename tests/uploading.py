"""Uploads photos one after the other, until it is killed: python -m tests.uploading"""

import django

django.setup()

from articles.models import Photo  # noqa: E402
from articles.photos import intake, renditions  # noqa: E402

from . import make  # noqa: E402

MOST = 30


def main() -> None:
    print("begins", flush=True)
    for number in range(MOST):
        photo = Photo(caption=f"Foto {number}", credit="Humas", rights="own")
        intake.store(photo, intake.examine(make.picture(number, (400 + number, 300))))
        if number % 2:
            renditions.make_due()


if __name__ == "__main__":
    main()
