"""What the parts of addresses may look like."""

from datetime import date

from django.urls.converters import SlugConverter, StringConverter

from .models import FIXED_PAGES
from .models.editions import LEAD_KEY

FIRST_YEAR = 1900


class FixedPageConverter(StringConverter):
    regex = "|".join(FIXED_PAGES)


class TopicConverter(SlugConverter):
    """Topics keep the letters of their language, as taggit makes their slugs."""

    regex = r"[-\w]+"


class StoryConverter:
    """A story's number: as written by us, and small enough for every database."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class SitemapFileConverter(StoryConverter):
    regex = "[1-9][0-9]{0,5}"


class PictureConverter(StringConverter):
    """The key of a story's picture (`Picture.key`): its lead, one in the text, one of the gallery."""

    regex = f"{LEAD_KEY}|(?:teks-)?[1-9][0-9]{{0,2}}"


class IndexNowKeyConverter(StringConverter):
    regex = "[A-Za-z0-9-]{8,128}"


class DayConverter:
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        day = date.fromisoformat(value)
        if day.year < FIRST_YEAR:
            raise ValueError(value)
        return day

    def to_url(self, value: date) -> str:
        return value.isoformat()
