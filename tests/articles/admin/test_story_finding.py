"""Stories are found by author, editor, section, day and stage; one of them begins another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk


def listed(person: AtDesk, query: str) -> set[str]:
    return {str(article) for article in person.client.get(f"{STORIES}?{query}").context["cl"].result_list}


@pytest.fixture
def hasan(cast: Cast) -> AtDesk:
    return AtDesk(cast.managing_editor)


def test_the_list_is_narrowed_by_author_editor_section_day_and_stage(cast: Cast, hasan: AtDesk) -> None:
    ani, lukman = make.author("Ani Mariani"), cast.editor.editor
    make.draft(headline="Satu", authors=[ani, cast.reporter.author], editor=lukman)
    make.in_review(headline="Dua", section=cast.ekonomi)
    make.draft(headline="Tiga", at=timezone.now() - timedelta(days=20), authors=[ani])
    assert listed(hasan, f"penulis={ani.pk}") == {"Satu", "Tiga"}
    assert listed(hasan, f"redaktur={lukman.pk}") == {"Satu"}
    assert listed(hasan, f"section__id__exact={cast.ekonomi.pk}") == {"Dua"}
    assert listed(hasan, "tahap=in_review") == {"Dua"}
    assert listed(hasan, "diubah=7-hari") == {"Satu", "Dua"}
    assert listed(hasan, "diubah=30-hari") == {"Satu", "Dua", "Tiga"}
    assert listed(hasan, f"diubah=7-hari&penulis={ani.pk}") == {"Satu"}


@pytest.mark.parametrize("query", ["penulis=x", "redaktur=-1", "diubah=kapan", "penulis=99999999999999999999"])
def test_what_no_filter_offers_narrows_nothing_and_breaks_nothing(cast: Cast, hasan: AtDesk, query: str) -> None:
    make.draft(headline="Satu")
    assert hasan.client.get(f"{STORIES}?{query}").status_code == 200


def test_a_filter_shows_nobody_what_they_may_not_know_of(cast: Cast) -> None:
    make.draft(headline="Rahasia", by=cast.other_reporter)
    assert listed(AtDesk(cast.reporter), f"penulis={cast.other_reporter.author.pk}") == set()


def test_a_story_begins_another_with_its_newest_text_and_none_of_its_past(cast: Cast) -> None:
    photo = make.photo()
    article = make.published(headline="Jadwal Feri", by=cast.reporter, photo=photo, tags=["feri"], slug="jadwal")
    rina = AtDesk(cast.reporter)
    assert f"salinan={article.pk}" in rina.read(f"{STORIES}{article.pk}/change/")
    before = Article.objects.count()
    page = rina.client.get(f"{STORIES}add/?salinan={article.pk}")
    assert Article.objects.count() == before  # nothing is made before somebody saves
    form = page.context["adminform"].form
    assert form["headline"].value() == "Jadwal Feri"
    assert form["slug"].value() == ""
    assert str(form["photo"].value()) == str(photo.pk)
    assert article.body in form["body"].value()


def test_a_copy_bears_the_name_of_who_makes_it(cast: Cast) -> None:
    article = make.draft(by=cast.reporter)
    page = AtDesk(cast.editor).client.get(f"{STORIES}add/?salinan={article.pk}")
    assert page.context["adminform"].form["byline"].value() == [cast.editor.author.pk]


@pytest.mark.parametrize("number", ["0", "x", "99999999999"])
def test_no_story_begins_with_what_is_not_there_or_hidden(cast: Cast, number: str) -> None:
    hidden = make.draft(by=cast.other_reporter, headline="Rahasia")
    rina = AtDesk(cast.reporter)
    assert rina.client.get(f"{STORIES}add/?salinan={hidden.pk}").status_code == 404
    assert rina.client.get(f"{STORIES}add/?salinan={number}").status_code in {200, 404}


def test_what_was_decided_of_a_story_is_decided_of_its_copy_anew(cast: Cast) -> None:
    article = make.published(by=cast.reporter)
    form = AtDesk(cast.managing_editor).client.get(f"{STORIES}add/?salinan={article.pk}").context["adminform"].form
    assert form["verification"].value() == ""
    assert not form["editor"].value()
