"""Topics are lower case, one for each address, and found or made without asking for each."""

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.editorial import revisions
from articles.editorial.topics import canonical, find_or_make
from articles.models import Article, Tag
from tests import make
from tests.cast import Cast


def names(tags: list[Tag]) -> list[str]:
    return [tag.name for tag in tags]


def test_names_that_differ_in_case_space_or_punctuation_are_one_topic(db: None) -> None:
    made = find_or_make(["IKN", " ikn ", "Ikn!", "banjir  samarinda", "Banjir-Samarinda"])
    assert names(made) == ["ikn", "banjir samarinda"]
    assert find_or_make(["BANJIR samarinda"]) == made[1:]
    assert Tag.objects.count() == 2


def test_a_renamed_topic_keeps_its_address_and_is_found_by_either_name(db: None) -> None:
    (tag,) = find_or_make(["ikn"])
    Tag.objects.update(name="ibu kota nusantara")
    assert find_or_make(["ikn"]) == find_or_make(["Ibu Kota Nusantara"]) == [tag]
    assert canonical(["IKN", "ibu kota nusantara"]) == ["ibu kota nusantara"]


@pytest.mark.parametrize("name", ["", "  ", "!!!", "—", "\x00"])
def test_what_has_no_letter_and_no_digit_is_no_topic(db: None, name: str) -> None:
    assert find_or_make([name]) == []


@pytest.mark.parametrize("name", ["a" * 300, "ﷺ" * 100, "İ" * 100, "ß" * 100, "科" * 200])
def test_a_long_name_is_cut_to_what_the_database_holds(db: None, name: str) -> None:
    (tag,) = find_or_make([name])
    assert 0 < len(tag.name) <= 100
    assert 0 < len(tag.slug) <= 100
    assert find_or_make([name]) == [tag]


def test_many_topics_cost_no_more_queries_than_one(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    find_or_make(["feri"])
    with django_assert_num_queries(3):
        find_or_make(["feri", *(f"topik {number}" for number in range(20))])
    with django_assert_num_queries(1):
        find_or_make(["feri", *(f"topik {number}" for number in range(20))])


def test_a_revision_names_the_topics_that_its_story_has(cast: Cast) -> None:
    find_or_make(["ikn"])
    Tag.objects.update(name="ibu kota nusantara")
    article = make.draft(tags=["IKN", "Feri", "feri!", "???"])
    latest = revisions.latest(article)
    assert latest
    assert latest.content["tags"] == ["feri", "ibu kota nusantara"]
    assert latest.content == revisions.content_of(Article.objects.get(pk=article.pk))
    again = revisions.save(
        article, by=cast.reporter, authors=article.ordered_authors(), tags=["feri", "ikn"], base_version=1
    )
    assert again == latest
