from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections


def together[Result](*actions: Callable[[], Result]) -> list[Result | Exception]:
    """Runs the actions at the same moment, each in a thread and connection of its own.

    Gives what each returned or raised. It needs the `own_database` fixture.
    """
    start = Barrier(len(actions))

    def run(action: Callable[[], Result]) -> Result | Exception:
        start.wait()
        try:
            return action()
        except Exception as error:  # noqa: BLE001 (the caller judges what it was)
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(run, actions))
