"""The names of what pages show."""


def story(article_pk: int) -> str:
    return f"story:{article_pk}"


def comments(article_pk: int) -> str:
    """The comments below one story, and their number."""
    return f"comments:{article_pk}"


def photo(pk: int) -> str:
    return f"photo:{pk}"


def section(pk: int) -> str:
    return f"section:{pk}"


def author(pk: int) -> str:
    return f"author:{pk}"


def topic(pk: int) -> str:
    return f"topic:{pk}"


def latest() -> str:
    """The newest stories, as most pages list them, and the stories most read."""
    return "latest"


def site() -> str:
    """What stands on every page: settings, sections in the menu, fixed pages in the footer."""
    return "site"
