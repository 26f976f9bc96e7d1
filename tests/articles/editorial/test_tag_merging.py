"""Topics that are one are merged: stories, addresses and whoever types the old name end at the same topic."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.editorial import topics, workflow
from articles.models import Article, ArticleTag, Edition, Redirect, Tag, TopicListing
from articles.redirects import rules
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.both_databases

MERGE = "/admin/articles/tag/gabung/"


def topic(name: str) -> Tag:
    return topics.find_or_make([name])[0]


def merge(cast: Cast, name: str, into: str) -> None:
    topics.merge(topic(name), topic(into), by=cast.managing_editor)


def headlines(client: Client, path: str) -> set[str]:
    response = client.get(path)
    assert response.status_code == 200, path
    return {edition.headline for edition in response.context["page"].entries}


def test_stories_of_both_stand_under_one_topic_once_each(cast: Cast, client: Client) -> None:
    make.published(headline="Satu", tags=["ikn"])
    make.published(headline="Dua", tags=["ibu kota nusantara", "feri"])
    make.published(headline="Keduanya", tags=["ikn", "ibu kota nusantara"])
    make.draft(headline="Draf", tags=["ikn"])
    merge(cast, "ikn", "ibu kota nusantara")
    assert headlines(client, "/topik/ibu-kota-nusantara/") == {"Satu", "Dua", "Keduanya"}
    assert TopicListing.objects.filter(tag__name="ibu kota nusantara").count() == 3
    assert ArticleTag.objects.filter(tag__name="ibu kota nusantara").count() == 4
    assert not ArticleTag.objects.filter(tag__name="ikn").exists()
    assert not TopicListing.objects.filter(tag__name="ikn").exists()
    assert headlines(client, "/topik/feri/") == {"Dua"}


def test_the_old_address_is_one_hop_away_from_the_topic(cast: Cast, client: Client) -> None:
    """Also when that is merged in turn, and when people at the desk had led older addresses there."""
    make.published(tags=["ikn"])
    make.published(tags=["ibu kota nusantara"])
    make.published(tags=["nusantara"])
    rules.write(rules.plan([rules.Wanted("/tag/ikn/", "/topik/ikn/")]), by=cast.managing_editor)
    merge(cast, "ikn", "ibu kota nusantara")
    merge(cast, "ibu kota nusantara", "nusantara")
    for old in ("/topik/ikn/", "/topik/ibu-kota-nusantara/", "/tag/ikn/"):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, "/topik/nusantara/")
    assert Redirect.objects.get(path="/topik/ikn/").hits == 1
    assert set(Tag.objects.filter(merged_into__name="nusantara").values_list("name", flat=True)) == {
        "ikn",
        "ibu kota nusantara",
    }


def test_the_old_name_means_the_topic(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    topic("ibu kota nusantara")
    merge(cast, "ikn", "ibu kota nusantara")
    with django_assert_num_queries(1):
        assert [tag.name for tag in topics.find_or_make(["IKN", "Ibu Kota Nusantara", "ikn!"])] == [
            "ibu kota nusantara"
        ]
    assert topics.canonical(["ikn"]) == ["ibu kota nusantara"]
    make.published(headline="Baru", tags=["IKN"])
    assert headlines(client, "/topik/ibu-kota-nusantara/") == {"Baru"}
    edition = Edition.objects.get(headline="Baru")
    assert edition.topics == [{"name": "ibu kota nusantara", "slug": "ibu-kota-nusantara"}]


def test_editions_stay_as_they_were_printed(cast: Cast, client: Client) -> None:
    article = make.published(tags=["ikn"])
    topic("ibu kota nusantara")
    before = list(Edition.objects.values())
    merge(cast, "ikn", "ibu kota nusantara")
    assert list(Edition.objects.values()) == before
    page = client.get(Edition.objects.get().get_absolute_url()).content.decode()
    assert 'href="/topik/ikn/"' in page
    article = workflow.reopen(article, by=cast.managing_editor)
    assert [tag.name for tag in article.tags.all()] == ["ibu kota nusantara"]


def test_a_story_that_waits_for_its_time_comes_out_under_the_topic(cast: Cast, client: Client) -> None:
    make.scheduled(tags=["ikn"])
    make.published(tags=["ibu kota nusantara"])
    merge(cast, "ikn", "ibu kota nusantara")
    assert len(headlines(client, "/topik/ibu-kota-nusantara/")) == 1
    assert TopicListing.objects.filter(tag__name="ibu kota nusantara").count() == 2


def test_nothing_happens_to_what_is_merged_already(cast: Cast) -> None:
    for name in ("a", "b", "c"):
        topic(name)
    merge(cast, "a", "b")
    old, other, target = (Tag.objects.get(name=name) for name in ("a", "c", "b"))
    topics.merge(old, other, by=cast.managing_editor)
    topics.merge(other, old, by=cast.managing_editor)
    topics.merge(target, target, by=cast.managing_editor)
    assert set(Tag.objects.values_list("name", "merged_into__name")) == {("a", "b"), ("b", None), ("c", None)}


def test_merging_costs_the_same_for_many_stories_as_for_few(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for many in (2, 12):
        for number in range(many):
            make.published(tags=["ikn", "nusantara"][: 1 + number % 2])
        old, new = topic("ikn"), topic("nusantara")
        with django_assert_num_queries(14):
            topics.merge(old, new, by=cast.managing_editor)
        Tag.objects.update(merged_into=None)


# At the desk


def test_ticked_topics_are_merged_into_one_of_them(cast: Cast, client: Client) -> None:
    make.published(tags=["ikn"])
    ikn, nusantara = topic("ikn"), topic("ibu kota nusantara")
    client.force_login(cast.managing_editor)
    chosen = {"action": "merge", "index": 0, "_selected_action": [ikn.pk, nusantara.pk]}
    address = client.post("/admin/articles/tag/", chosen)["Location"]
    assert address == f"{MERGE}?topik={nusantara.pk}&topik={ikn.pk}"
    page = client.get(address).content.decode()
    assert "1 berita" in page
    assert "tidak dapat dibatalkan" in page
    response = client.post(address, {"into": nusantara.pk}, follow=True)
    assert "kini nama lain topik" in response.content.decode()
    assert "ikn" in response.content.decode()  # among its other names
    ikn.refresh_from_db()
    assert ikn.merged_into == nusantara
    assert "ikn" not in client.get("/admin/articles/tag/").content.decode()
    assert client.get(f"/admin/articles/tag/{ikn.pk}/change/").status_code == 404
    assert "Digabungkan" in client.get(f"/admin/articles/tag/{nusantara.pk}/history/").content.decode()


def test_one_topic_is_merged_into_any_other(cast: Cast, client: Client) -> None:
    ikn, nusantara = topic("ikn"), topic("nusantara")
    client.force_login(cast.administrator)
    assert f"{MERGE}?topik={ikn.pk}" in client.get(f"/admin/articles/tag/{ikn.pk}/change/").content.decode()
    ask = {"app_label": "articles", "model_name": "tag", "field_name": "merged_into", "term": "nusa"}
    assert [found["text"] for found in client.get("/admin/autocomplete/", ask).json()["results"]] == ["nusantara"]
    client.post(f"{MERGE}?topik={ikn.pk}", {"into": nusantara.pk})
    ikn.refresh_from_db()
    assert ikn.merged_into == nusantara


@pytest.mark.parametrize("into", ["", "x", "999999", "9" * 30, "own", "merged"])
def test_a_topic_that_cannot_be_merged_into_is_refused(cast: Cast, client: Client, into: str) -> None:
    topic("nusantara")
    merge(cast, "lama", "nusantara")
    ikn, merged = topic("ikn"), Tag.objects.get(name="lama")
    client.force_login(cast.managing_editor)
    sent = {"own": str(ikn.pk), "merged": str(merged.pk)}.get(into, into)
    response = client.post(f"{MERGE}?topik={ikn.pk}", {"into": sent})
    assert response.context["form"].errors["into"]
    ikn.refresh_from_db()
    assert ikn.merged_into is None


@pytest.mark.parametrize("query", ["", "?topik=", "?topik=x", "?topik=999999", "?topik=" + "9" * 40])
def test_without_topics_there_is_nothing_to_merge(cast: Cast, client: Client, query: str) -> None:
    client.force_login(cast.managing_editor)
    assert client.get(f"{MERGE}{query}").status_code == 404


def test_only_managing_editors_and_administrators_merge(cast: Cast, client: Client) -> None:
    ikn, nusantara = topic("ikn"), topic("nusantara")
    for person in (cast.reporter, cast.editor, cast.photo_editor, cast.moderator):
        client.force_login(person)
        assert client.post(f"{MERGE}?topik={ikn.pk}", {"into": nusantara.pk}).status_code == 403
        assert b'value="merge"' not in client.get("/admin/articles/tag/").content
    assert not Tag.objects.exclude(merged_into=None).exists()


def test_another_name_of_a_topic_is_no_new_topic(cast: Cast, client: Client) -> None:
    topic("ibu kota nusantara")
    merge(cast, "ikn", "ibu kota nusantara")
    client.force_login(cast.editor)
    errors = client.post("/admin/articles/tag/add/", {"name": "IKN"}).context["adminform"].form.errors
    assert "nama lain topik “ibu kota nusantara”" in errors["name"][0]
    assert Article.objects.count() == 0
