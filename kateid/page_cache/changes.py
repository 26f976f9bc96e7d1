from django.http import HttpRequest


def changed(*names: str) -> None:
    """Say, inside the transaction that changes it, that something readers' pages show is not as before.

    Args:
        names: of what changed, from `page_cache.names`.
    """


def shows(request: HttpRequest, *names: str) -> None:
    """Say what the page that answers this request shows.

    Args:
        names: from `page_cache.names`.
    """
