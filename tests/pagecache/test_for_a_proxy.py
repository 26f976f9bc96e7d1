"""What a proxy finds as files: pages for everybody, for the second that is running, if changes wait for the next."""

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.reading.paging import Cursor
from pagecache.files import OVER, Files, mark_of
from pagecache.proxies import is_ours
from pagecache.second import MARGIN
from tests import make
from tests.cast import Cast
from tests.door import HOST, CountingDoor
from tests.forms import AtDesk, fields_of

CHROME = "gzip, deflate, br, zstd"

pytestmark = pytest.mark.usefixtures("own_cast")


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.KATEID_PAGES_FOLDER = str(tmp_path / "pages")
    settings.KATEID_PROXIES = ["127.0.0.1"]
    is_ours.cache_clear()
    yield tmp_path / "pages"
    is_ours.cache_clear()


@pytest.fixture
def reader(folder: Path, reader: Client) -> Client:
    return reader


@pytest.fixture
def door(folder: Path) -> CountingDoor:
    return CountingDoor()


def moment(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()


def asked_by_a_proxy(reader: Client, path: str, name: str) -> HttpResponse:
    return reader.get(
        path,
        headers={
            "accept-encoding": CHROME,
            "x-forwarded-for": "203.0.113.7",
            "x-forwarded-proto": "http",
            "x-page-file": name,
        },
    )


def left_for_a_proxy(reader: Client, path: str, folder: Path, mark: str = "") -> list[Path]:
    """What files there are after a proxy has asked until the page is as small as it stays."""
    for _ in range(4):  # of which a second may begin between two
        mark = mark or mark_of([*reader.get(path).headers.items()])
        address = path.partition("?")[0]
        asked_by_a_proxy(reader, path, f"{moment(time.time())}/{mark}/http/{HOST}{address}@br")
    return [file for file in folder.rglob("*") if file.is_file()]


def test_a_page_is_left_where_the_proxy_looks_for_it(reader: Client, folder: Path) -> None:
    before = int(time.time())
    answer = asked_by_a_proxy(reader, "/", "")
    files = left_for_a_proxy(reader, "/", folder)
    assert files
    for file in files:
        second, mark, *address = file.relative_to(folder).parts
        assert before <= datetime.fromisoformat(second).timestamp() <= time.time()
        assert (mark, address) == (mark_of([*answer.headers.items()]), ["http", HOST, "@br"])
        assert asked_by_a_proxy(reader, "/", "").content == file.read_bytes()


def test_a_browser_may_ask_either_whether_its_page_is_still_so(reader: Client, folder: Path) -> None:
    """nginx makes an ETag of a file's time and length, both hexadecimal."""
    for file in left_for_a_proxy(reader, "/", folder):
        tag = f'"{int(file.stat().st_mtime):x}-{file.stat().st_size:x}"'
        assert asked_by_a_proxy(reader, "/", "")["ETag"] == f"W/{tag}"
        assert reader.get("/", headers={"accept-encoding": CHROME, "if-none-match": tag}).status_code == 304
        assert reader.get("/", headers={"accept-encoding": "gzip", "if-none-match": tag}).status_code == 200


def test_what_is_not_for_everybody_is_no_file(own_cast: Cast, reader: Client, folder: Path) -> None:
    make.published()
    mark = mark_of([*reader.get("/").headers.items()])
    assert left_for_a_proxy(reader, "/akun/masuk/", folder, mark=mark) == []
    assert left_for_a_proxy(reader, "/tidak-ada/", folder, mark=mark) == []
    older = f"/metropolis/?sebelum={Cursor(timezone.now(), 999)}"
    assert left_for_a_proxy(reader, older, folder, mark=mark) == []
    assert reader.get(older).status_code == 200
    reader.force_login(own_cast.reporter)
    assert left_for_a_proxy(reader, "/", folder, mark=mark) == []


@pytest.mark.parametrize(
    "name",
    [
        "{second}/{mark}/http/{host}/metropolis/@br",  # another page
        "{second}/{mark}/http/{host}/@gzip",  # another encoding
        "{second}/{mark}/http/other.example/@br",
        "{second}/{mark}/https/{host}/@br",
        "{second}/01234567/http/{host}/@br",  # the headers of before an upgrade
        "{second}/../http/{host}/@br",
        "{hour_ago}/{mark}/http/{host}/@br",
        "../{mark}/http/{host}/@br",
        "",
    ],
)
def test_nothing_is_written_under_a_name_that_is_not_the_pages_own(reader: Client, folder: Path, name: str) -> None:
    mark = mark_of([*reader.get("/").headers.items()])
    for _ in range(3):
        now = time.time()
        asked_by_a_proxy(
            reader, "/", name.format(second=moment(now), hour_ago=moment(now - 3600), mark=mark, host=HOST)
        )
    assert [*folder.parent.rglob("@*")] == []


def test_who_is_no_proxy_of_ours_has_nothing_written(reader: Client, folder: Path, settings: Settings) -> None:
    settings.KATEID_PROXIES = ["192.0.2.1"]
    assert left_for_a_proxy(reader, "/", folder) == []


def test_nothing_is_left_for_a_second_in_which_something_falls_due(
    reader: Client, door: CountingDoor, folder: Path
) -> None:
    due = (timezone.now() + timedelta(days=1)).replace(microsecond=500_000)
    make.scheduled(at=due)
    left_for_a_proxy(reader, "/", folder)
    (key,) = door.pages
    page = door.pages.get(key)

    def is_left_at(seconds: float) -> bool:
        name = f"{moment(seconds)}/{page.mark}/http/{HOST}/@br"
        environ = {"HTTP_X_PAGE_FILE": name, "REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT_ENCODING": CHROME}
        door.write_for_a_proxy(page, key, environ, seconds)
        return (folder / name).exists()

    assert not is_left_at(due.timestamp() - 0.4)
    assert is_left_at(due.timestamp() - 0.6)
    page.ends = due.timestamp() - 2
    assert not is_left_at(due.timestamp() - 2.1)


def test_what_is_over_is_removed_and_nothing_else(reader: Client, folder: Path) -> None:
    over, own = folder / moment(time.time() - OVER - 2) / "mark", folder / "not-ours"
    ahead = folder / moment(time.time() + 3600)  # from before a clock was put back
    for each in (over, own, ahead):
        each.mkdir(parents=True)
        (each / "@br").touch()
    left_for_a_proxy(reader, "/", folder)
    assert (over.parent.exists(), ahead.exists(), (own / "@br").exists()) == (False, False, True)


def test_a_folder_that_cannot_be_written_costs_no_reader_anything(
    reader: Client, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("not a folder")
    with caplog.at_level(logging.ERROR, logger="pagecache.files"):
        for _ in range(2):
            assert left_for_a_proxy(reader, "/", folder) == []
    assert asked_by_a_proxy(reader, "/", "").status_code == 200
    assert [record.message for record in caplog.records] == ["no page can be written for the proxy; next try in 60 s"]


def test_a_file_is_there_as_a_whole_or_not_at_all(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    now = time.time()
    page = "mark/http/kate.id/metropolis/@br"
    (tmp_path / moment(now) / page).parent.mkdir(parents=True)
    (tmp_path / moment(now) / f"{page}.part").write_bytes(b"half of a")  # by another process
    Files(str(tmp_path)).write(f"{moment(now)}/{page}", page, b"page", 1, now)
    assert not (tmp_path / moment(now) / page).exists()
    assert not caplog.records


@pytest.mark.parametrize(
    "address", ["http/kate.id/../../x/@br", "http/kate.id/@br/x/@br", "http/../x/@br", "http/kate.id/x"]
)
def test_no_address_leads_out_of_the_folder_or_makes_a_folder_of_a_page(tmp_path: Path, address: str) -> None:
    now, page = time.time(), f"mark/{address}"
    Files(str(tmp_path / "pages")).write(f"{moment(now)}/{page}", page, b"page", 1, now)
    assert [*tmp_path.rglob("*")] == []


def test_a_change_is_answered_in_the_next_second_and_all_else_at_once(own_cast: Cast, folder: Path) -> None:
    chief, story = AtDesk(own_cast.managing_editor), make.published()
    step = f"/admin/articles/article/{story.pk}/langkah/retract/"
    fields = fields_of(chief.read(step), "story-step-form") | {"ground": "trauma_korban", "note": "Demi keluarga."}
    with mock.patch("pagecache.second.time", wraps=time) as clock:
        chief.read(step)
        assert not clock.sleep.called
        assert chief.client.post(step, fields).status_code == 302
    clock.sleep.assert_called_once()
    (seconds,) = clock.sleep.call_args.args
    assert MARGIN < seconds <= 1 + MARGIN
