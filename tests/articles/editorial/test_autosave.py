"""What is typed and not saved is kept for its writer alone, apart from the story, until they save or discard it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts import my_data
from articles.editorial import autosaves
from articles.models import Article, Autosave, Revision
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk, Fields, fields_of
from tests.together import together

pytestmark = pytest.mark.both_databases

KEEP = f"{STORIES}ketikan/"


def type_in(desk: AtDesk, opened: Fields, turn: int = 1, **typed: Any) -> Any:
    """What the page's script sends while somebody types."""
    return desk.client.post(KEEP, opened | {"person": str(desk.user.pk), "turn": str(turn)} | typed)


def offered(desk: AtDesk, article: Article | None = None) -> str:
    """What is said on top of the story form."""
    page = desk.read(f"{STORIES}{article.pk}/change/" if article else f"{STORIES}add/")
    return page.split('<a href="#content-start"')[0].split("<body")[1]


def test_typing_changes_nothing_but_the_copy(cast: Cast) -> None:
    article, rina = make.draft(body="<p>Awal.</p>"), AtDesk(cast.reporter)
    answer = type_in(rina, rina.open(article), body="<p>Awal.</p><p>Lanjutan.</p>", headline="Judul lain")
    assert answer.status_code == 200
    after = Article.objects.get(pk=article.pk)
    assert (after.body, after.version, after.updated_at) == ("<p>Awal.</p>", article.version, article.updated_at)
    assert Revision.objects.filter(article=article).count() == 1
    assert "Lanjutan." in Autosave.objects.get().content["body"]


def test_it_is_offered_word_by_word_to_its_writer_alone(cast: Cast) -> None:
    article, rina = make.draft(body="<p>Feri berlayar pagi ini.</p>"), AtDesk(cast.reporter)
    type_in(rina, rina.open(article), body="<p>Feri berlayar petang ini.</p>")
    said = offered(rina, article)
    assert "<del>pagi</del><ins>petang</ins>" in said
    assert "petang" not in offered(AtDesk(cast.editor), article)
    copy = Autosave.objects.get()
    for other in (cast.editor, cast.administrator, cast.other_reporter, cast.outsider):
        assert AtDesk(other).client.post(f"{KEEP}{copy.pk}/buang/").status_code == 404
        AtDesk(other).client.get(f"{STORIES}add/?ketikan={copy.pk}")
    assert "petang" not in AtDesk(cast.editor).read(f"{STORIES}{article.pk}/change/?ketikan={copy.pk}")
    assert Autosave.objects.exists()


@pytest.mark.parametrize("part", ["other_reporter", "moderator", "outsider"])
def test_whoever_may_not_write_there_keeps_nothing_there(cast: Cast, part: str) -> None:
    opened = AtDesk(cast.reporter).open(make.draft())
    assert type_in(AtDesk(getattr(cast, part)), opened).status_code in {403, 404}
    assert not Autosave.objects.exists()


def test_a_page_left_open_keeps_nothing_under_somebody_elses_name(cast: Cast) -> None:
    rina, yusuf = AtDesk(cast.reporter), AtDesk(cast.other_reporter)
    assert yusuf.client.post(KEEP, rina.open() | {"person": str(cast.reporter.pk), "turn": "1"}).status_code == 403
    assert not Autosave.objects.exists()


def test_taken_the_form_begins_with_all_of_it(cast: Cast) -> None:
    article, photo, rina = make.draft(), make.photo_row(), AtDesk(cast.reporter)
    typed: dict[str, Any] = {
        "headline": "x" * 400, "slug": "bukan alamat!", "tags": "feri, kapal", "is_sensitive": "on", "place": "BERAU",
        "gallery": f"{photo.pk}: Antre\nbukan nomor", "section": str(cast.ekonomi.pk), "photo": str(photo.pk),
        "byline": [str(cast.other_reporter.author.pk)], "content_class": "opinion", "advertiser": "Koperasi",
    }  # fmt: skip
    type_in(rina, rina.open(article), **typed)
    copy = Autosave.objects.get()
    from_copy = rina.read(f"{STORIES}{article.pk}/change/?ketikan={copy.pk}")
    fields = fields_of(from_copy, "article_form")
    for name, value in typed.items():
        assert fields[name] == (value if isinstance(value, list) else [value]), name
    assert fields["taken"] == [f"{copy.pk}.1"]


def test_saving_ends_the_copy_that_the_form_held(cast: Cast) -> None:
    article, rina = make.draft(), AtDesk(cast.reporter)
    opened = rina.open(article)
    type_in(rina, opened, headline="Judul baru")
    rina.save(article, opened, headline="Judul baru", slug="bukan alamat!")
    assert Autosave.objects.exists()  # the save was refused
    type_in(rina, rina.open(make.draft()), headline="Naskah lain")
    rina.save(article, opened, headline="Judul baru", turn="1")
    assert Autosave.objects.get().content["headline"] == "Naskah lain"


def test_what_is_typed_while_the_form_is_under_way_stays(cast: Cast) -> None:
    article, rina = make.draft(), AtDesk(cast.reporter)
    opened = rina.open(article)
    type_in(rina, opened, turn=2, headline="Judul baru, lalu lagi")
    rina.save(article, opened, headline="Judul baru", turn="1")
    assert Autosave.objects.get().content["headline"] == "Judul baru, lalu lagi"


def test_a_copy_that_grew_after_it_was_taken_stays(cast: Cast) -> None:
    article, rina = make.draft(), AtDesk(cast.reporter)
    elsewhere = rina.open(article)
    type_in(rina, elsewhere, headline="Dari tab lain")
    number = Autosave.objects.get().pk
    type_in(rina, elsewhere, turn=2, headline="Dari tab lain, lanjutan")
    rina.save(article, rina.open(article) | {"taken": [f"{number}.1"]}, headline="Dari tab lain")
    assert Autosave.objects.get().content["headline"] == "Dari tab lain, lanjutan"


def test_a_late_request_undoes_no_later_typing(cast: Cast) -> None:
    rina = AtDesk(cast.reporter)
    opened = rina.open()
    type_in(rina, opened, turn=3, headline="Ketiga")
    type_in(rina, opened, turn=2, headline="Kedua")
    assert Autosave.objects.get().content["headline"] == "Ketiga"


def test_requests_of_one_page_at_once_are_one_copy(own_cast: Cast) -> None:
    desks = [AtDesk(own_cast.reporter) for _ in range(4)]
    opened = desks[0].open()
    answers = together(
        *(lambda desk=desk, turn=turn: type_in(desk, opened, turn=turn, headline=f"Ke-{turn}")
          for turn, desk in enumerate(desks, 1))
    )  # fmt: skip
    assert {answer.status_code for answer in answers} == {200}
    assert Autosave.objects.get().content["headline"] == "Ke-4"


def test_what_is_typed_after_the_answer_was_lost_is_about_the_story_that_was_made(cast: Cast) -> None:
    rina = AtDesk(cast.reporter)
    opened = rina.open()
    rina.save(opened=opened, headline="Feri Kembali")
    article = Article.objects.get()
    type_in(rina, opened, headline="Feri Kembali Berlayar")
    assert Autosave.objects.get().article == article
    assert "Berlayar" in offered(rina, article)


def test_a_copy_that_says_nothing_new_is_not_offered(cast: Cast) -> None:
    article, rina = make.draft(), AtDesk(cast.reporter)
    type_in(rina, rina.open(article))
    assert "Pakai ketikan ini" not in offered(rina, article)


def test_too_much_is_refused_before_it_is_read(cast: Cast) -> None:
    rina = AtDesk(cast.reporter)
    assert type_in(rina, rina.open(), body="x" * 1024 * 1024).status_code == 413
    assert not Autosave.objects.exists()


@pytest.mark.parametrize(
    "forged", [{"typing_key": "x"}, {"turn": "-1"}, {"turn": "9" * 15}, {"base_version": ""}, {"typing_key": "\0"}]
)
def test_what_no_page_of_ours_sends_is_refused(cast: Cast, forged: dict[str, str]) -> None:
    rina = AtDesk(cast.reporter)
    opened = rina.open() | {"person": str(cast.reporter.pk), "turn": "1"}
    assert rina.client.post(KEEP, opened | forged).status_code == 400


def test_control_characters_are_left_out(cast: Cast) -> None:
    rina = AtDesk(cast.reporter)
    assert type_in(rina, rina.open(), headline="Fe\x00ri\x08", body="<p>a\x00<script>x</script></p>").status_code == 200
    assert Autosave.objects.get().content["headline"] == "Feri"


def test_ever_more_copies_end_somewhere_and_none_is_given_up(cast: Cast) -> None:
    rina = AtDesk(cast.reporter)
    Autosave.objects.bulk_create(Autosave(user=cast.reporter, key=uuid4(), content={}) for _ in range(autosaves.MOST))
    assert type_in(rina, rina.open()).status_code == 409
    assert Autosave.objects.count() == autosaves.MOST


def test_after_ninety_days_it_is_forgotten(cast: Cast) -> None:
    now = timezone.now()
    for days in (89, 91):
        Autosave.objects.create(user=cast.reporter, key=uuid4(), content={}, saved_at=now - timedelta(days=days))
    call_command("forget")
    assert Autosave.objects.get().saved_at > now - timedelta(days=90)


def test_it_stands_in_my_data_and_goes_with_the_account(cast: Cast) -> None:
    Autosave.objects.create(user=cast.reporter, key=uuid4(), content={"headline": "Rahasia", "body": "<p>Isi.</p>"})
    rows = [row for section in my_data.of(cast.reporter) for row in section.rows]
    assert any(row.get("Judul") == "Rahasia" and row.get("Isi") == "Isi." for row in rows)
    assert "Rahasia" not in str(my_data.of(cast.editor))
    cast.reporter.delete()
    assert not Autosave.objects.exists()


def test_the_first_page_lists_ones_own(cast: Cast) -> None:
    Autosave.objects.create(user=cast.reporter, key=uuid4(), form_key=uuid4(), content={"headline": "Feri Kembali"})
    assert "Feri Kembali" in AtDesk(cast.reporter).read("/admin/")
    assert "Feri Kembali" not in AtDesk(cast.editor).read("/admin/")


def test_nothing_over_something_is_asked_about(cast: Cast) -> None:
    article, rina = make.draft(body="<p>Isi.</p>"), AtDesk(cast.reporter)
    for nothing in ("", "<p>&nbsp;</p>", "<p><br></p>"):
        answer = rina.save(article, body=nothing, headline="Judul baru")
        assert answer.status_code == 200
        assert "Kosongkan isi naskah ini" in answer.content.decode()
    assert Article.objects.get(pk=article.pk).headline == article.headline
    rina.save(article, body="", empty_body="on")
    assert Article.objects.get(pk=article.pk).body == ""
