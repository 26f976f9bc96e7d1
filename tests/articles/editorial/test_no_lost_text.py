"""No word that somebody typed is lost, whoever saves when; a save never wins over one it has not seen."""

import random
from collections.abc import Callable
from itertools import count

import pytest
from django.contrib.auth.models import User

from articles.editorial import revisions, workflow
from articles.editorial.checks import ChecksFailed
from articles.models import Article, Author, Revision, RevisionKind, Tag
from articles.richtext import HTMLTooComplex
from tests import make
from tests.cast import Cast
from tests.together import together

ROUNDS = 100


class Desk:
    """One person's open form: the story as it was when it was opened, and what was typed since."""

    words = count(1)

    def __init__(self, person: User, article: Article, rng: random.Random) -> None:
        self.person, self.rng = person, rng
        self.typed: list[str] = []
        self.open(article)

    def open(self, article: Article) -> None:
        self.form = Article.objects.get(pk=article.pk)
        self.base = self.form.version
        self.tags = list(self.form.tags.names())

    def type(self) -> None:
        word = f"kata{next(self.words)}"
        self.typed.append(word)
        match self.rng.choice(["body", "headline", "summary", "photo_caption", "place", "tags"]):
            case "body":
                self.form.body += f"<p>{word}</p>"
            case "tags":
                self.tags.append(word)
            case field:
                setattr(self.form, field, word)
                # A later save of the same form may write over it, so it is saved at once.
                self.save()

    def save(self) -> Revision:
        revision = revisions.save(
            self.form, by=self.person, authors=self.form.ordered_authors(), tags=self.tags, base_version=self.base
        )
        if revision.kind == RevisionKind.SET_ASIDE:
            assert Article.objects.get(pk=self.form.pk).version != self.base
            self.open(self.form)
        else:
            self.base = self.form.version
        return revision


@pytest.mark.parametrize("seed", range(4))
def test_two_people_in_one_story_lose_no_word(cast: Cast, seed: int) -> None:
    rng = random.Random(seed)
    article = make.draft()
    desks = [Desk(cast.reporter, article, rng), Desk(cast.editor, article, rng)]
    for _ in range(ROUNDS // 4):
        desk = rng.choice(desks)
        for action in rng.choices([desk.type, desk.save], k=3):
            before = Article.objects.values("version", "headline", "body").get(pk=article.pk)
            action()
            after = Article.objects.values("version", "headline", "body").get(pk=article.pk)
            assert (after == before) or after["version"] == before["version"] + 1
    for desk in desks:
        desk.save()
    kept = " ".join(str(revision.content) for revision in article.revisions.all())
    typed = [word for desk in desks for word in desk.typed]
    assert len(typed) > 10
    assert [word for word in typed if word not in kept] == []
    assert {RevisionKind.SAVED, RevisionKind.SET_ASIDE} == set(article.revisions.values_list("kind", flat=True))
    assert revisions.content_of(Article.objects.get(pk=article.pk)) == current(article).content


def current(article: Article) -> Revision:
    latest = revisions.latest(article)
    assert latest
    return latest


def save(article: Article, by: User, base_version: int, tags: list[str] | None = None) -> Revision:
    return revisions.save(
        article, by=by, authors=article.ordered_authors(), tags=tags or ["feri"], base_version=base_version
    )


def test_a_stale_save_changes_nothing_and_is_kept_aside_whole(cast: Cast) -> None:
    article = make.draft(tags=["feri"])
    make.edited(article, headline="Yang lebih dahulu", tags=["feri", "sungai"])
    stored = Article.objects.values().get(pk=article.pk)
    article.headline, article.body = "Yang terlambat", "<p>Isi yang terlambat</p>"
    late = revisions.save(article, by=cast.editor, authors=[cast.editor.author], tags=["pelabuhan"], base_version=1)
    assert (late.kind, late.version, late.base_version, late.by) == (RevisionKind.SET_ASIDE, None, 1, cast.editor)
    assert (late.content["headline"], late.content["body"]) == ("Yang terlambat", "<p>Isi yang terlambat</p>")
    assert late.content["tags"] == ["pelabuhan"]
    assert [author["name"] for author in late.content["authors"]] == ["Lukman Maulana (lmo)"]
    assert Article.objects.values().get(pk=article.pk) == stored
    fresh = Article.objects.get(pk=article.pk)
    assert set(fresh.tags.names()) == {"feri", "sungai"}
    assert [author.code for author in fresh.ordered_authors()] == ["rin"]
    assert current(article).content["headline"] == "Yang lebih dahulu"
    assert not Tag.objects.filter(name="pelabuhan").exists()


def test_a_step_of_the_workflow_makes_an_open_form_stale_too(cast: Cast) -> None:
    article = make.draft()
    form = Article.objects.get(pk=article.pk)
    workflow.submit(article, by=cast.reporter)
    form.headline = "Masih diketik saat sudah diajukan"
    assert save(form, cast.reporter, form.version).kind == RevisionKind.SET_ASIDE


def test_saving_what_is_there_already_makes_no_revision(cast: Cast) -> None:
    article = make.draft(tags=["feri"])
    first = current(article)
    fresh = Article.objects.get(pk=article.pk)
    assert save(fresh, cast.editor, fresh.version) == first
    fresh.body = fresh.body.replace("\n", "\r\n")  # as a browser sends it
    assert save(fresh, cast.editor, fresh.version, tags=["Feri ", "feri"]) == first
    assert Article.objects.get(pk=article.pk).version == 1
    assert article.revisions.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda article: setattr(article, "headline", "Lain"),
        lambda article: setattr(article, "body", "<p>Lain</p>"),
        lambda article: setattr(article, "is_sensitive", True),
        lambda article: setattr(article, "section", None),
    ],
)
def test_every_saved_change_is_a_revision_of_its_own(cast: Cast, change: Callable[[Article], None]) -> None:
    article = make.draft(tags=["feri"])
    change(article)
    revision = save(article, cast.reporter, 1)
    assert (revision.kind, revision.version, revision.base_version) == (RevisionKind.SAVED, 2, 1)
    assert article.version == Article.objects.get(pk=article.pk).version == 2
    assert article.revisions.count() == 2


def test_a_byline_in_another_order_is_a_change_and_a_name_given_twice_stands_once(cast: Cast) -> None:
    article = make.draft(tags=["feri"])
    rina, lukman = Author.objects.get(code="rin"), Author.objects.get(code="lmo")
    for authors, printed in (([rina, lukman], "rin lmo"), ([lukman, rina, lukman], "lmo rin")):
        revisions.save(article, by=cast.reporter, authors=authors, tags=["feri"], base_version=article.version)
        fresh = Article.objects.get(pk=article.pk)
        assert " ".join(author.code or "" for author in fresh.ordered_authors()) == printed
    assert article.version == 3


def test_restoring_makes_a_new_revision_and_destroys_nothing(cast: Cast) -> None:
    article = make.draft(headline="Pertama", tags=["feri"])
    first = current(article)
    article = make.edited(article, headline="Kedua", tags=["sungai"], authors=[cast.editor.author], section=None)
    restored = revisions.restore(article, first, by=cast.editor, base_version=article.version)
    assert (restored.kind, restored.restored_from, restored.version) == (RevisionKind.RESTORED, first, 3)
    assert restored.content == first.content
    fresh = Article.objects.get(pk=article.pk)
    assert (fresh.headline, fresh.section, list(fresh.tags.names())) == ("Pertama", cast.metropolis, ["feri"])
    assert [author.code for author in fresh.ordered_authors()] == ["rin"]
    assert [revision.content["headline"] for revision in article.revisions.order_by("pk")] == [
        "Pertama",
        "Kedua",
        "Pertama",
    ]


def test_restoring_over_a_newer_save_is_stale_like_any_other(cast: Cast) -> None:
    article = make.draft(headline="Pertama")
    first = current(article)
    make.edited(article, headline="Kedua")
    assert revisions.restore(article, first, by=cast.editor, base_version=1).kind == RevisionKind.SET_ASIDE
    assert Article.objects.get(pk=article.pk).headline == "Kedua"


def test_restoring_a_text_whose_photo_is_gone_leaves_the_photo_out(cast: Cast) -> None:
    photo = make.photo()
    article = make.edited(make.draft(photo=photo), photo=None)
    photo.delete()
    revisions.restore(article, article.revisions.earliest("pk"), by=cast.reporter, base_version=article.version)
    assert Article.objects.get(pk=article.pk).photo is None


def test_the_text_of_any_version_can_be_found(cast: Cast) -> None:
    article = make.in_review(headline="Pertama")
    article = make.edited(article, by=cast.editor, headline="Kedua")
    assert article.version == 3
    headlines = [revisions.at_version(article, version).content["headline"] for version in (1, 2, 3)]
    assert headlines == ["Pertama", "Pertama", "Kedua"]


@pytest.mark.parametrize("waste", ["\x00", "\x07", "\x0b", "\ud83d", "\ufffe"])
def test_what_no_database_or_feed_can_hold_does_not_cost_the_text(cast: Cast, waste: str) -> None:
    article = make.draft(
        headline=f"Feri{waste} kembali", body=f"<p>Isi{waste} berita</p>", tags=[f"fe{waste}ri" if waste < " " else "a"]
    )
    article.refresh_from_db()
    assert (article.headline, article.body) == ("Feri kembali", "<p>Isi berita</p>")


def test_a_text_too_complex_to_keep_is_refused_before_anything_changes(cast: Cast) -> None:
    article = make.draft(tags=["feri"])
    article.body = "<ul><li>" * 100
    with pytest.raises(HTMLTooComplex):
        save(article, cast.reporter, 1)
    assert article.revisions.count() == 1


# At the same moment, with transactions that commit


def test_of_two_saves_at_the_same_moment_one_wins_and_the_other_is_kept_aside(own_cast: Cast) -> None:
    article = make.draft()

    def saving(person: User, headline: str) -> Callable[[], Revision]:
        form = Article.objects.get(pk=article.pk)
        form.headline = headline
        return lambda: save(form, person, form.version, tags=[headline])

    for number in range(5):
        article = Article.objects.get(pk=article.pk)
        kept = together(
            saving(own_cast.reporter, f"Dari reporter {number}"), saving(own_cast.editor, f"Dari redaktur {number}")
        )
        assert sorted(revision.kind for revision in kept) == ["saved", "set_aside"]
        winner = next(revision for revision in kept if revision.kind == "saved")
        fresh = Article.objects.get(pk=article.pk)
        assert fresh.version == article.version + 1
        assert revisions.content_of(fresh) == winner.content


def test_of_two_editors_who_publish_at_the_same_moment_one_does(own_cast: Cast) -> None:
    for _ in range(3):
        article = make.approved()
        results = together(
            lambda: workflow.publish(article, by=own_cast.editor),  # noqa: B023
            lambda: workflow.publish(article, by=own_cast.managing_editor),  # noqa: B023
        )
        assert sorted(type(result).__name__ for result in results) == ["Article", "TransitionNotAllowed"]
        assert article.editions.count() == 1


def test_a_text_that_changes_while_it_is_being_published_is_not_published_unseen(own_cast: Cast) -> None:
    for number in range(5):
        article = make.in_review()
        form = Article.objects.get(pk=article.pk)
        form.headline = f"Diubah pada saat yang sama {number}"
        saved, published = together(
            lambda: save(form, own_cast.editor, form.version),  # noqa: B023
            lambda: workflow.publish(article, by=own_cast.managing_editor, version=article.version),  # noqa: B023
        )
        assert isinstance(saved, Revision)
        assert not isinstance(published, ChecksFailed)
        if saved.kind == RevisionKind.SAVED:
            assert isinstance(published, workflow.TransitionNotAllowed)
            assert not article.editions.exists()
        else:
            assert article.editions.get().headline == article.headline
