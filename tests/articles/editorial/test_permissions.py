"""Who may do what to which story: by role, section and authorship; what is not given is denied."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.exceptions import PermissionDenied

from accounts import roles
from articles import permissions
from articles.editorial import workflow
from articles.models import Article, Editor, Section, Stage
from articles.permissions import may_edit_now, may_retract, may_review, may_view, may_withdraw, may_write
from tests import make
from tests.cast import Cast


def those(cast: Cast, may: Callable[[User, Article], bool], article: Article) -> set[str]:
    return {part for part, person in cast.everybody().items() if may(person, article)}


def in_section(section: Section | None) -> Article:
    return make.draft(section=section)


def test_every_role_is_a_group_made_by_migration(db: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ROLES)


@pytest.mark.parametrize(
    ("section", "editors"),
    [
        ("metropolis", {"editor", "managing_editor"}),
        ("samarinda", {"editor", "managing_editor"}),
        ("ekonomi", {"other_editor", "managing_editor"}),
        (None, {"editor", "other_editor", "managing_editor"}),
    ],
)
def test_editors_decide_in_their_sections_and_those_below(cast: Cast, section: str | None, editors: set[str]) -> None:
    article = in_section(getattr(cast, section) if section else None)
    assert those(cast, may_review, article) == editors


def test_who_answers_for_a_section_below_does_not_answer_for_the_one_above(cast: Cast) -> None:
    cast.editor.editor.sections.set([cast.samarinda])
    assert may_review(cast.editor, in_section(cast.samarinda))
    assert not may_review(cast.editor, in_section(cast.metropolis))
    assert not may_review(cast.editor, in_section(make.section(parent=cast.metropolis)))


def test_an_editor_without_named_sections_answers_for_all(cast: Cast) -> None:
    cast.editor.editor.sections.clear()
    assert all(may_review(cast.editor, in_section(section)) for section in (cast.metropolis, cast.ekonomi, None))


def test_an_editor_who_has_left_or_has_no_row_decides_nothing(cast: Cast) -> None:
    article = make.in_review()
    Editor.objects.filter(user=cast.editor).update(is_active=False)
    Editor.objects.filter(user=cast.other_editor).delete()
    assert those(cast, may_review, article) == {"managing_editor"}
    for person in (cast.editor, cast.other_editor):
        with pytest.raises(PermissionDenied):
            workflow.approve(article, by=person)


def test_the_row_alone_gives_no_right_without_the_role(cast: Cast) -> None:
    make.editor("Rina Oktavia", user=cast.reporter)
    cast.editor.groups.clear()
    article = in_section(cast.metropolis)
    assert not may_review(cast.reporter, article)
    assert not may_review(User.objects.get(pk=cast.editor.pk), article)


def test_a_story_that_moves_to_another_section_moves_to_its_editors(cast: Cast) -> None:
    article = make.edited(make.in_review(), by=cast.editor, section=cast.ekonomi)
    assert those(cast, may_review, article) == {"other_editor", "managing_editor"}


def test_reporters_know_of_their_own_stories_only_and_editors_of_all(cast: Cast) -> None:
    article = in_section(cast.ekonomi)
    assert those(cast, may_view, article) == {
        *("reporter", "editor", "other_editor", "managing_editor", "photo_editor", "administrator")
    }
    assert those(cast, may_write, article) == {"reporter", "other_editor", "managing_editor"}


def test_a_byline_makes_a_story_ones_own_and_its_loss_ends_that(cast: Cast) -> None:
    article = make.draft(authors=[cast.reporter.author, cast.other_reporter.author])
    assert may_view(cast.other_reporter, article)
    assert may_write(cast.other_reporter, article)
    make.edited(article, authors=[cast.reporter.author])
    assert not may_view(cast.other_reporter, article)
    assert not may_write(cast.other_reporter, article)


@pytest.mark.parametrize(
    ("state", "writers"),
    [
        ("draft", {"reporter", "editor", "managing_editor"}),
        ("reopened", {"reporter", "editor", "managing_editor"}),
        ("in_review", {"editor", "managing_editor"}),
        ("approved", {"editor", "managing_editor"}),
        ("scheduled", set()),
        ("published", set()),
        ("retracted", set()),
        ("spiked", set()),
    ],
)
def test_writers_change_drafts_and_editors_change_what_waits_for_them(
    cast: Cast, state: str, writers: set[str]
) -> None:
    builder: Callable[[], Article] = getattr(make, state)
    assert those(cast, may_edit_now, builder()) == writers


def test_only_who_submitted_may_withdraw_and_only_while_still_a_writer(cast: Cast) -> None:
    article = workflow.submit(make.draft(), by=cast.editor)
    assert those(cast, may_withdraw, article) == {"editor"}
    cast.editor.groups.clear()
    assert not may_withdraw(User.objects.get(pk=cast.editor.pk), article)


def test_retracting_is_for_managing_editors(cast: Cast) -> None:
    assert those(cast, may_retract, make.published()) == {"managing_editor"}


def test_an_account_that_is_closed_or_nobodys_may_nothing(cast: Cast) -> None:
    article = make.in_review()
    User.objects.update(is_active=False)
    people: list[User | AnonymousUser] = [*User.objects.all(), AnonymousUser()]
    for may in (may_view, may_write, may_review, may_edit_now, may_withdraw, may_retract):
        assert [person for person in people if may(person, article)] == []
    assert not any(permissions.visible_articles(person).exists() for person in people)
    assert not any(permissions.reviewable_articles(person).exists() for person in people)
    assert not any(workflow.offered(person, article) for person in people)


def test_the_lists_and_the_rules_about_one_story_agree(cast: Cast) -> None:
    make.editor("Tanpa peran", user=cast.moderator)
    articles = [
        *(in_section(section) for section in (cast.metropolis, cast.samarinda, cast.ekonomi, None)),
        make.draft(by=cast.other_reporter),
        make.draft(authors=[cast.reporter.author, cast.other_reporter.author]),
        make.draft(by=cast.editor, section=cast.ekonomi),
        make.published(),
        make.spiked(),
    ]
    lists = ((permissions.visible_articles, may_view), (permissions.reviewable_articles, may_review))
    for _ in range(2):
        for person in cast.everybody().values():
            for rows, may in lists:
                own = [article.pk for article in articles if may(person, article)]
                assert sorted(rows(person).values_list("pk", flat=True)) == own
        Editor.objects.filter(user=cast.editor).update(is_active=False)
        cast.other_editor.editor.sections.clear()


def test_no_role_but_the_editors_reaches_a_decision(cast: Cast) -> None:
    article = Article.objects.get(pk=make.in_review().pk)
    decisions = {
        verb.name
        for verb in workflow.VERBS.values()
        if verb.permitted is may_review and Stage.IN_REVIEW in verb.sources
    }
    assert decisions
    for part, person in cast.everybody().items():
        offered = {verb.name for verb in workflow.offered(person, article)}
        assert bool(offered & decisions) == (part in {"editor", "managing_editor"})
