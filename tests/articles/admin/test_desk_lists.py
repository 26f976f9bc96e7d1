"""Lists of the desk stay quick however long they grow: keyset pages, no COUNT, no OFFSET, bounded searches."""

from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adminkit.base import DeskAdmin
from adminkit.changelist import KeysetChangeList
from articles.models import Author, Tag
from demo import archive
from tests import make
from tests.cast import Cast

LISTS = {
    "/admin/articles/article/": 12,
    "/admin/articles/photo/": 6,
    "/admin/articles/tag/": 6,
    "/admin/articles/section/": 6,
    "/admin/articles/author/": 6,
    "/admin/articles/editor/": 7,
    "/admin/articles/page/": 6,
    "/admin/articles/leadstory/": 7,
}


def names(response: Any) -> list[str]:
    return [str(row) for row in response.context["cl"].result_list]


@pytest.fixture
def many_authors(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Seven names, two of them alike, in the order of the list."""
    Author.objects.all().delete()
    for number, name in enumerate(["Gita", "Ani", "Eka", "Cici", "Eka", "Budi", "Fajar"]):
        Author.objects.create(name=name, slug=f"nama-{number}")
    monkeypatch.setattr(type(site.get_model_admin(Author)), "list_per_page", 3)
    client.force_login(cast.managing_editor)
    return ["Ani", "Budi", "Cici", "Eka", "Eka", "Fajar", "Gita"]


def test_pages_follow_each_other_without_gap_or_repeat(many_authors: list[str], client: Client) -> None:
    page = client.get("/admin/articles/author/")
    assert page.context["cl"].previous_url == page.context["cl"].first_url == ""
    seen = names(page)
    while url := page.context["cl"].next_url:
        page = client.get(f"/admin/articles/author/{url}")
        seen += names(page)
    assert seen == many_authors
    while url := page.context["cl"].previous_url:
        page = client.get(f"/admin/articles/author/{url}")
    assert names(page) == many_authors[:3]


def test_a_page_begins_where_the_last_one_ended_although_rows_came_in_between(
    many_authors: list[str], client: Client
) -> None:
    url = client.get("/admin/articles/author/").context["cl"].next_url
    Author.objects.create(name="Aaron", slug="aaron")
    assert names(client.get(f"/admin/articles/author/{url}")) == ["Eka", "Eka", "Fajar"]


def test_filters_stay_when_paging_and_paging_ends_when_filtering(many_authors: list[str], client: Client) -> None:
    changelist = client.get("/admin/articles/author/?is_active__exact=1").context["cl"]
    assert "is_active__exact=1" in changelist.next_url
    deeper = client.get(f"/admin/articles/author/{changelist.next_url}").context["cl"]
    assert "p=" not in deeper.get_query_string({"is_active__exact": "0"})


@pytest.mark.parametrize("token", ["2", "x", "bm90IGpzb24=", "WyJuIl0=", "eyJhIjogMX0=", "WyJ4IiwgImEiLCAiMSJd"])
def test_an_unknown_page_leads_to_the_first_one_and_says_so(cast: Cast, client: Client, token: str) -> None:
    client.force_login(cast.managing_editor)
    response = client.get("/admin/articles/author/", {"p": token}, follow=True)
    assert response.status_code == 200
    assert "tidak dikenal" in response.content.decode()


def test_there_is_one_order(cast: Cast, client: Client) -> None:
    client.force_login(cast.managing_editor)
    usual = names(client.get("/admin/articles/author/"))
    assert names(client.get("/admin/articles/author/?o=-1")) == usual


def test_no_list_counts_or_skips(cast: Cast, client: Client) -> None:
    client.force_login(cast.managing_editor)
    make.photo()
    for more in (60, 240):
        archive.fill(more, report=lambda done: None)
        for path, count in LISTS.items():
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            assert len(asked) == count, (path, more, [query["sql"][:300] for query in asked.captured_queries])
            for query in asked.captured_queries:
                assert "COUNT(" not in query["sql"]
                assert "OFFSET" not in query["sql"]


def test_a_search_looks_at_the_newest_rows_alone(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DeskAdmin, "searched_rows", 2)
    for name in ("banjir lama", "banjir baru", "banjir terbaru"):
        Tag.objects.create(name=name, slug=name.replace(" ", "-"))
    client.force_login(cast.editor)
    assert names(client.get("/admin/articles/tag/?q=banjir")) == ["banjir baru", "banjir terbaru"]


def test_an_autocomplete_is_one_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.reporter)
    for number in range(60):
        make.editor(f"Redaktur Tamu {number}")
    ask = {"app_label": "articles", "model_name": "article", "field_name": "editor", "term": "tamu"}
    with CaptureQueriesContext(connection) as asked:
        found = client.get("/admin/autocomplete/", ask).json()
    assert len(found["results"]) == 50
    assert found["pagination"] == {"more": False}
    assert not any("COUNT(" in query["sql"] for query in asked.captured_queries)


def test_an_autocomplete_answers_only_who_may_see_its_target(cast: Cast, client: Client) -> None:
    ask = {"app_label": "articles", "model_name": "article", "field_name": "photo", "term": ""}
    for person, status in ((cast.reporter, 200), (cast.moderator, 403), (cast.outsider, 404)):
        client.force_login(person)
        assert client.get("/admin/autocomplete/", ask).status_code == status


def test_every_screen_is_built_on_the_same_ground() -> None:
    screens = [screen for model, screen in site._registry.items() if model._meta.app_label in {"articles", "auth"}]
    assert len(screens) >= 10
    for screen in screens:
        assert isinstance(screen, DeskAdmin), screen
        assert screen.get_changelist(None) is KeysetChangeList


def test_nothing_is_deleted_by_the_dozen(cast: Cast, client: Client) -> None:
    client.force_login(User.objects.create_superuser("pemilik"))
    photo = make.photo()
    client.post("/admin/articles/photo/", {"action": "delete_selected", "_selected_action": photo.pk, "index": 0})
    photo.refresh_from_db()
    assert b"delete_selected" not in client.get("/admin/articles/photo/").content


def test_bulk_actions_are_for_the_rows_that_were_ticked(cast: Cast, client: Client) -> None:
    ticked, other = make.draft(), make.draft()
    client.force_login(cast.reporter)
    everything = {"action": "bulk_submit", "index": 0, "select_across": 1, "_selected_action": ticked.pk}
    client.post("/admin/articles/article/", everything)
    ticked.refresh_from_db()
    other.refresh_from_db()
    assert (ticked.stage, other.stage) == ("in_review", "draft")
    assert client.post("/admin/articles/article/", everything | {"_selected_action": "x"}).status_code == 400


def test_what_does_not_exist_is_404(cast: Cast, client: Client) -> None:
    client.force_login(User.objects.create_superuser("pemilik"))
    for model in ("article", "photo", "tag", "section", "author", "editor", "page"):
        for page in ("change", "history", "delete"):
            expected = 403 if (model, page) == ("page", "delete") else 404
            assert client.get(f"/admin/articles/{model}/999999/{page}/").status_code == expected, (model, page)
    assert client.get("/admin/r/1/1/").status_code == 404
