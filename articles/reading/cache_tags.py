"""Tags of what readers' pages depend on, for the page cache."""

from datetime import date

from pagecache import EVERY_PAGE, SCHEDULE


def story(article_pk: int) -> str:
    """Everything that readers are told in one story, and whether they have it."""
    return f"story:{article_pk}"


def comments(article_pk: int) -> str:
    """The comments below one story, and their number."""
    return f"comments:{article_pk}"


def related(article_pk: int) -> str:
    """Which stories one leads on to."""
    return f"related:{article_pk}"


def photo(pk: int) -> str:
    return f"photo:{pk}"


def section(pk: int) -> str:
    """A section's name, address and place among the others."""
    return f"section:{pk}"


def author(pk: int) -> str:
    return f"author:{pk}"


def topic(pk: int) -> str:
    return f"topic:{pk}"


def page(pk: int) -> str:
    """The text of a fixed page."""
    return f"page:{pk}"


def top(name: str) -> str:
    """The newest stories of a section, author or topic: where a list begins."""
    return f"top:{name}"


def list_of(name: str) -> str:
    """Which stories a section, author or topic has, but for those that come on top."""
    return f"list:{name}"


def day(moment: date) -> str:
    """Which stories a day has, but for those that come on top of all."""
    return f"day:{moment.isoformat()}"


def latest() -> str:
    """The newest stories, as most pages list them, and the stories most read."""
    return "latest"


def leads() -> str:
    """What editors put on top of the front page."""
    return "leads"


def corrections() -> str:
    """What was corrected, updated and retracted."""
    return "corrections"


def editions() -> str:
    """Whether anything at all was published, corrected or retracted."""
    return "editions"


def people() -> str:
    """Who makes the paper."""
    return "people"


def agenda() -> str:
    """What becomes public, or ends, at a moment still to come."""
    return SCHEDULE


def site() -> str:
    """What stands on every page: settings, sections in the menu, fixed pages in the footer."""
    return EVERY_PAGE
