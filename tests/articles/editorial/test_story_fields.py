"""One table says what becomes of each field of a story; every place that it speaks of keeps to it.

Each test names the fields that a place has forgotten. docs/how-to/add-a-field.md is the way to add one.
"""

import ast
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client

from articles.admin.kept import typed
from articles.database_rules import OWN_COLUMNS
from articles.editorial import comparison, publishing, revisions, workflow
from articles.field_kinds import FLAG, GALLERY, LINES, PEOPLE, REFERENCE, RICH_TEXT, TEXT, TOPICS
from articles.models import Article, Confirmation, ConfirmationAnswer, ContentClass, Edition, Section, Verification
from articles.search.descriptions import describe_edition, describe_working_copy
from articles.story_fields import FROZEN_COLUMNS, PLAIN, REFERENCES, STORY_FIELDS, StoryField, Weight, read_content
from articles.syndication import ninjs
from tests import make
from tests.cast import Cast
from tests.forms import AtDesk

# What may change in an Edition: the end of its time, and the person, whose account may go.
FREE_COLUMNS = ("live_until", "published_by_id")
CHOSEN = {"content_class": ContentClass.ADVERTORIAL, "verification": Verification.VERIFIED}


def word(field: StoryField) -> str:
    """What can be looked for wherever the field is shown; no two have the same."""
    if field.name in CHOSEN:
        return str(CHOSEN[field.name].label)
    return f"contoh{field.name.replace('_', '')}"


def value(field: StoryField) -> Any:
    """Something of the field's kind that says its word; authors and tags have tables of their own."""
    if field.kind in {TEXT, LINES}:
        return word(field)
    if field.kind == RICH_TEXT:
        return f"<p>{word(field)}</p>"
    if field.kind == FLAG:
        return True
    if field.kind == GALLERY:
        return [{"photo": make.photo_row(caption="").pk, "caption": word(field)}]
    return CHOSEN[field.name]


def row(field: StoryField) -> Any:
    if field.name == "section":
        return Section.objects.create(name=word(field), slug="contoh")
    return make.photo_row(credit=word(field)) if field.name == "photo" else make.editor(name=word(field))


def filled() -> Article:
    """A draft in which every field of the table says its word."""
    values = {field.name: value(field) for field in PLAIN} | {field.name: row(field) for field in REFERENCES}
    names = {field.kind: word(field) for field in STORY_FIELDS}
    return make.draft(authors=[make.author(name=names[PEOPLE])], tags=[names[TOPICS]], **values)


@pytest.fixture
def draft(cast: Cast) -> Article:
    return filled()


@pytest.fixture
def edition(cast: Cast) -> Edition:
    article = workflow.submit(filled(), by=cast.reporter)
    Confirmation.objects.create(article=article, who="Dinas", channel="telepon", answer=ConfirmationAnswer.SILENT)
    workflow.publish(article, by=cast.managing_editor)
    return Edition.objects.get()


def without(found: str, fields: Any) -> list[str]:
    """The fields whose word is not to be found, to be read in a failure."""
    return [field.name for field in fields if word(field).casefold() not in found.casefold()]


def test_the_table_is_the_editorial_part_of_the_model() -> None:
    of_model = [*Article._meta.fields, *Article._meta.many_to_many]
    assert {field.name for field in STORY_FIELDS} == {
        field.name for field in of_model if field.editable and not field.auto_created
    }
    assert all(field.label for field in STORY_FIELDS)


def test_every_column_of_an_edition_is_in_the_table_or_its_own() -> None:
    columns = [*OWN_COLUMNS, *FREE_COLUMNS, *FROZEN_COLUMNS]
    assert sorted(columns) == sorted(str(field.column) for field in Edition._meta.concrete_fields)


def test_the_form_asks_for_every_field_and_what_is_typed_in_it_is_kept(draft: Article, cast: Cast) -> None:
    html = AtDesk(cast.reporter).read(draft.get_absolute_url())
    names = [field.form_name for field in STORY_FIELDS]
    assert [name for name in names if f'name="{name}"' not in html] == []
    typing = typed(QueryDict(urlencode(dict.fromkeys(names, "ketikan"))))
    assert [field.name for field in STORY_FIELDS if "ketikan" not in str(typing.get(field.name))] == []


def test_a_form_that_is_sent_as_it_came_changes_nothing(draft: Article, cast: Cast) -> None:
    AtDesk(cast.reporter).save(draft)
    assert draft.revisions.count() == 1


def test_every_field_can_be_written(draft: Article, cast: Cast) -> None:
    """What one story's form holds is sent as a new story's."""
    desk = AtDesk(cast.reporter)
    desk.save(None, desk.open(draft) | {"base_version": ["0"]})
    copy = Article.objects.latest("pk")
    assert copy != draft
    assert revisions.content_of(copy) == revisions.content_of(draft)


def test_a_revision_holds_every_field_and_gives_it_back(draft: Article, cast: Cast) -> None:
    revision = revisions.latest(draft)
    assert revision
    assert [field.name for field in STORY_FIELDS if revision.content[field.name] == field.kind.empty()] == []
    empty = {field.name: field.kind.empty() for field in (*PLAIN, *REFERENCES)}
    article = make.edited(draft, authors=[], tags=[], **empty)
    assert revisions.content_of(article) == read_content({})
    revisions.restore(article, revision, by=cast.reporter, base_version=article.version)
    assert revisions.content_of(Article.objects.get(pk=article.pk)) == revision.content


def test_a_comparison_shows_every_field(draft: Article) -> None:
    differences = comparison.differences(read_content({}), revisions.content_of(draft))
    shown = {difference.name: "".join(piece.text for piece in difference.pieces) for difference in differences}
    in_words = [field for field in STORY_FIELDS if field.kind != FLAG and field.name != "photo"]
    assert list(shown) == [field.name for field in STORY_FIELDS]
    assert [field.name for field in in_words if without(shown[field.name], [field])] == []


def test_a_merge_takes_every_field_from_who_changed_it(draft: Article) -> None:
    nothing, written = read_content({}), revisions.content_of(draft)
    assert comparison.merge(nothing, written, nothing).merged == written
    assert comparison.merge(nothing, nothing, written).merged == written
    assert comparison.merge(written, nothing, written).merged == nothing


def test_an_edition_keeps_every_field(edition: Edition) -> None:
    columns = [column for field in STORY_FIELDS for column in field.frozen]
    assert [column for column in columns if column != "inner_pictures" and not getattr(edition, column)] == []


def test_a_preview_prints_what_publishing_prints(edition: Edition, cast: Cast) -> None:
    source = edition.source
    assert source
    preview = publishing.preview(edition.article, source, by=cast.managing_editor)
    assert [column for column in FROZEN_COLUMNS if getattr(preview, column) != getattr(edition, column)] == []


def test_the_readers_page_prints_what_is_printed(edition: Edition) -> None:
    html = Client().get(edition.get_absolute_url()).content.decode()
    assert without(html, [field for field in STORY_FIELDS if field.printed]) == []


def test_both_searches_find_what_is_searched(edition: Edition, cast: Cast) -> None:
    for_readers = describe_edition(edition).words
    for_desk = describe_working_copy(None, revisions.content_of(edition.article)).words
    for field in STORY_FIELDS:
        if field.name == "content_class":
            continue
        assert (word(field) in for_readers) == (field.searched != Weight.NONE), field.name
        assert (word(field) in for_desk) == (field.searched != Weight.NONE and field.kind != REFERENCE), field.name


def test_ninjs_tells_each_field_by_its_property_and_no_other(edition: Edition) -> None:
    item = ninjs.full(edition)
    exported = [field for field in STORY_FIELDS if field.exported]
    assert [field.name for field in exported if without(json.dumps(item[field.exported]), [field])] == []
    private = [field for field in STORY_FIELDS if not field.exported]
    assert without(json.dumps(item), private) == [field.name for field in private]


def test_who_reads_a_revisions_content_goes_through_one_function() -> None:
    """`revision.content` stands nowhere but in a call of `read_content`, so that no field breaks an old revision."""
    found = []
    for app in ("articles", "comments"):
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
            # What was typed and not saved (Autosave.content), and what comes from elsewhere (OldStory.content).
            others = {"kept.py", "autosaves.py", "taking_over.py"}
            if "evision" not in (text := path.read_text()) or path.name in others:
                continue
            tree = ast.parse(text)
            read = {id(node) for call in ast.walk(tree) if is_reading(call) for node in ast.walk(call)}
            found += [
                f"{path.name}:{node.lineno}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute) and node.attr == "content" and id(node) not in read
            ]
    assert found == []


def is_reading(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "read_content"
