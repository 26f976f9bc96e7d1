"""The demo newsroom loads into an empty database and nowhere else, and an archive can be added for measuring."""

import io
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db.models import F, Model
from django.test import Client
from django.utils import timezone

from articles.editorial import checks, publishing, revisions
from articles.models import (
    Article,
    AuthorListing,
    Edition,
    EditionKind,
    LeadStory,
    Photo,
    Ranking,
    ReadingHour,
    RetractionGround,
    Revision,
    SectionListing,
    Stage,
    StageChange,
    TopicListing,
)
from articles.permissions import may_edit_now
from articles.richtext import sanitise
from demo import archive, loading, material, record
from demo.management.commands import demo_content as command
from tests import make

MATERIAL = material.read()

# The columns that publishing fills from a revision; the rest tells of this publication.
COMPOSED = {field.attname for field in Edition._meta.concrete_fields} - {
    "id", "number", "kind", "source_id", "public_note", "ground", "published_at", "modified_at", "live_from",
    "live_until", "published_by_id", "published_by_name",
}  # fmt: skip


@pytest.fixture
def few(db: None) -> material.Material:
    """The demo newsroom with one story of each sort, and for speed with pictures only in the changed ones."""
    chosen = {(story.stage, bool(story.returned_reason), bool(story.changes)): story for story in MATERIAL.stories}
    stories = [story if story.changes else replace(story, picture="") for story in chosen.values()]
    few = replace(MATERIAL, stories=stories)
    loading.load(few, now=timezone.now())
    return few


def demo_content(*arguments: str) -> str:
    out = io.StringIO()
    call_command("demo_content", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def rows() -> dict[str, list[dict[str, Any]]]:
    classes: list[type[Model]] = [*apps.get_app_config("articles").get_models(), User]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in classes}


class TestMaterial:
    """The files are good before anything is loaded from them."""

    def test_it_is_a_whole_newsroom(self) -> None:
        published = [story for story in MATERIAL.stories if story.stage == "published"]
        assert len(MATERIAL.stories) >= 30
        assert len({story.section for story in published}) >= 8
        assert {story.stage for story in MATERIAL.stories} == {*Stage.values, "reopened"}
        assert {person.role for person in MATERIAL.people} == set(loading.ROLES)
        assert any(story.returned_reason for story in MATERIAL.stories)
        assert {change.kind for story in MATERIAL.stories for change in story.changes} == {
            EditionKind.MINOR, EditionKind.UPDATE, EditionKind.CORRECTION,
        }  # fmt: skip

    @pytest.mark.parametrize("story", MATERIAL.stories, ids=lambda story: story.slug or story.headline)
    def test_a_story_is_well_formed(self, story: material.StoryNote) -> None:
        assert sanitise(story.body) == story.body.strip()
        if story.picture:
            assert (material.PICTURES / story.picture).is_file()
            assert story.caption
            assert story.credit
            assert story.alt
        assert {*story.files} <= MATERIAL.pictures.keys()
        assert {*story.authors} <= {person.code for person in MATERIAL.people}
        assert story.section in {section.slug for section in MATERIAL.sections}
        assert not story.lead or story.stage == "published"
        assert (story.minutes_ahead > 0) is (story.stage == "scheduled")
        assert (story.retraction_ground in RetractionGround.values) is (story.stage == "retracted")
        assert all(change.after_minutes < story.minutes_ago for change in story.changes)

    def test_no_two_stories_share_an_address(self) -> None:
        slugs = [story.slug for story in MATERIAL.stories if story.slug]
        assert len(slugs) == len(set(slugs))

    def test_the_password_would_be_accepted(self) -> None:
        for person in MATERIAL.people:
            validate_password(loading.PASSWORD, User(username=person.username, first_name=person.name))


class TestNewsroom:
    def test_each_story_stands_where_its_file_says(self, few: material.Material) -> None:
        stages = {"reopened": Stage.DRAFT}
        for note in few.stories:
            article = Article.objects.get(slug=note.slug)
            assert article.stage == stages.get(note.stage, note.stage)
            last = StageChange.objects.filter(article=article).order_by("-pk").first()
            assert article.stage == (last.to_stage if last else Stage.DRAFT)

    def test_readers_see_the_published_ones_and_no_other(self, few: material.Material) -> None:
        seen = set(Edition.objects.listed().values_list("headline", flat=True))
        assert seen == {note.headline for note in few.stories if note.stage in {"published", "reopened"}}

    def test_they_read_some_of_them(self, few: material.Material) -> None:
        read = set(ReadingHour.objects.values_list("article", flat=True))
        assert read <= set(Edition.objects.listed().values_list("article_id", flat=True))
        assert Ranking.objects.get(pk="day").articles

    def test_every_published_one_can_be_opened_and_a_retracted_one_tells_why(self, few: material.Material) -> None:
        answers = {"published": 200, "reopened": 200, "retracted": 410}
        for note in few.stories:
            if edition := Edition.objects.live().filter(article__slug=note.slug).first():
                assert Client().get(edition.get_absolute_url()).status_code == answers[note.stage]

    def test_the_scheduled_one_appears_in_its_minute(self, few: material.Material) -> None:
        note = next(note for note in few.stories if note.stage == "scheduled")
        later = timezone.now() + timedelta(minutes=note.minutes_ahead)
        assert Edition.objects.listed(later).filter(headline=note.headline).exists()

    def test_a_correction_left_its_trace(self, few: material.Material) -> None:
        note = next(note for note in few.stories if note.changes)
        article = Article.objects.get(headline=note.headline)
        first, *later = Edition.objects.filter(article=article).public_history()
        assert [(edition.kind, edition.public_note) for edition in later] == [
            (change.kind, change.note) for change in note.changes
        ]
        for change, edition in zip(note.changes, later, strict=True):
            assert edition.published_at == first.published_at
            assert edition.live_from == first.published_at + timedelta(minutes=change.after_minutes)
            assert all(new in edition.body for _old, new in change.replace)

    def test_the_logs_tell_what_happened_in_order_and_not_in_the_future(self, few: material.Material) -> None:
        now = timezone.now()
        for article in Article.objects.all():
            saves = list(Revision.objects.filter(article=article).order_by("pk").values_list("saved_at", flat=True))
            steps = list(StageChange.objects.filter(article=article).order_by("pk").values_list("at", flat=True))
            assert saves == sorted(saves)
            assert steps == sorted(steps)
            assert article.created_at == saves[0] <= article.updated_at == max(saves + steps) <= now

    def test_the_writer_of_a_returned_story_can_go_on_with_it(self, few: material.Material) -> None:
        returned = StageChange.objects.filter(verb="send_back").latest("pk")
        assert returned.reason
        assert may_edit_now(returned.article.created_by, returned.article)

    def test_everybody_can_sign_in(self, few: material.Material) -> None:
        for person in few.people:
            if person.username:
                assert Client().login(username=person.username, password=loading.PASSWORD)


class TestCommand:
    @pytest.mark.nightly  # it makes every picture of the demo; the tests above load one story of each sort
    def test_it_loads_everything_once_and_adds_what_is_asked_for(self, db: None) -> None:
        first = demo_content("--articles", "3")
        assert Article.objects.count() == len(MATERIAL.stories) + 3
        assert list(LeadStory.objects.values_list("position", flat=True)) == sorted(
            story.lead for story in MATERIAL.stories if story.lead
        )
        assert loading.PASSWORD in first
        assert all(person.username in first and person.name in first for person in MATERIAL.people if person.username)

        before = rows()
        assert demo_content() == first
        assert rows() == before

        assert demo_content("--articles", "2") == first
        assert Article.objects.count() == len(MATERIAL.stories) + 5

    @pytest.mark.parametrize("somebody", [lambda: User.objects.create_user("siti"), lambda: make.section("Ekonomi")])
    @pytest.mark.parametrize("arguments", [(), ("--articles", "5")])
    def test_it_refuses_a_database_in_use(self, db: None, somebody: Any, arguments: tuple[str, ...]) -> None:
        somebody()
        before = rows()
        with pytest.raises(CommandError, match="sudah dipakai"):
            demo_content(*arguments)
        assert rows() == before

    def test_it_refuses_a_negative_number(self, db: None) -> None:
        with pytest.raises(CommandError, match="nol atau lebih"):
            demo_content("--articles", "-1")


def test_what_somebody_writes_while_the_archive_grows_is_theirs(
    few: material.Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    def somebody_writes(_count: int, _write: object) -> Any:
        return lambda _done: Article.objects.create(headline="Bukan rekaan")

    before = set(Article.objects.values_list("pk", flat=True))
    monkeypatch.setattr(command, "progress", somebody_writes)
    demo_content("--articles", "3")
    noted = record.made()[Article]
    assert len(noted) == 3
    assert noted == set(Article.objects.exclude(headline="Bukan rekaan").values_list("pk", flat=True)) - before


@pytest.fixture
def added(few: material.Material) -> list[Article]:
    """Fifty articles of the archive."""
    before = list(Article.objects.values_list("pk", flat=True))
    archive.fill(50, report=lambda done: None)
    return list(Article.objects.exclude(pk__in=before).order_by("pk"))


@pytest.mark.nightly  # the archive is for measuring alone
class TestArchive:
    def test_each_article_is_published_once_and_live(self, added: list[Article]) -> None:
        editions = Edition.objects.filter(article__in=added)
        assert len(added) == len(editions) == len(editions.listed()) == 50
        assert editions.filter(live_until=None, live_from=F("published_at")).count() == 50
        assert Counter(article.stage for article in added) == {Stage.PUBLISHED: 50}

    def test_its_pages_answer(self, added: list[Article]) -> None:
        edition = Edition.objects.filter(article__in=added).newest()[0]
        tag = edition.article.tags.order_by("pk")[0]
        for page in (edition, edition.section, tag, edition.article.ordered_authors()[0]):
            answer = Client().get(page.get_absolute_url())
            assert answer.status_code == 200
            assert edition.headline in answer.text

    def test_an_edition_is_what_publishing_would_have_made(self, added: list[Article]) -> None:
        for edition in Edition.objects.filter(article__in=added).select_related("article", "source", "published_by"):
            composed = publishing.compose(edition.article, edition.source.content, by=edition.published_by)
            for name in COMPOSED:
                assert getattr(edition, name) == getattr(composed, name), name

    def test_every_list_holds_its_editions(self, added: list[Article]) -> None:
        for edition in Edition.objects.filter(article__in=added).select_related("section__parent"):
            lists: dict[type[Any], list[Any]] = {
                SectionListing: [section.pk for section in edition.section.lineage],
                AuthorListing: [author.pk for author in edition.article.ordered_authors()],
                TopicListing: list(edition.article.tags.values_list("pk", flat=True)),
            }
            for model, expected in lists.items():
                entries = model.objects.filter(edition=edition)
                column = {SectionListing: "section", AuthorListing: "author", TopicListing: "tag"}[model]
                assert sorted(entries.values_list(column, flat=True)) == sorted(expected)
                assert {entry.published_at for entry in entries} == {edition.published_at}

    def test_the_working_copy_can_be_taken_up_again(self, added: list[Article]) -> None:
        for article in added:
            revision = Revision.objects.get(article=article)
            assert revision.content == revisions.content_of(article)
            assert not checks.before_publishing(article)
            assert StageChange.objects.get(article=article).edition.article == article

    def test_the_texts_are_clean_and_of_published_words_only(self, added: list[Article]) -> None:
        unpublished = [note.body for note in MATERIAL.stories if note.stage not in {"published", "reopened"}]
        for article in added:
            assert sanitise(str(article.body)) == article.body
            _lead, *paragraphs = article.body.split("</p>")[:-1]
            assert not any(paragraph.removeprefix("<p>") in body for paragraph in paragraphs for body in unpublished)

    def test_photos_of_the_demo_are_used_again(self, added: list[Article]) -> None:
        assert {article.photo_id for article in added} - {None} <= set(Photo.objects.values_list("pk", flat=True))

    def test_another_run_adds_other_stories(self, added: list[Article]) -> None:
        archive.fill(50, report=lambda done: None)
        headlines = Article.objects.order_by("-pk").values_list("headline", flat=True)[:50]
        assert set(headlines) != {article.headline for article in added}
