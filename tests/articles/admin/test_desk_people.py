"""Names of people, sections and topics that stand in stories are kept; addresses stay as they were given."""

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse

from articles.admin.in_use import story_links
from articles.editorial import workflow
from articles.models import Article, Author, Editor, Section, Tag
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.both_databases

Named = Author | Editor | Section | Tag


def url(row: Named, page: str) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def used(cast: Cast) -> list[Named]:
    """One of each kind that stands in a published story, though no longer in its working copy."""
    author, editor, section = make.author("Tamu"), make.editor("Redaktur Tamu"), make.section("Rubrik Lama")
    story = make.published(authors=[author], editor=editor, section=section, tags=["topik lama"])
    story = workflow.reopen(story, by=cast.managing_editor)
    make.edited(story, authors=[cast.reporter.author], editor=None, section=cast.ekonomi, tags=[])
    return [author, editor, section, Tag.objects.get(name="topik lama")]


def test_what_stands_in_a_story_is_kept_and_the_page_says_what_to_do(cast: Cast, client: Client) -> None:
    client.force_login(User.objects.create_superuser("pemilik"))
    for row in used(cast):
        for response in (client.get(url(row, "delete")), client.post(url(row, "delete"), {"post": "yes"})):
            assert response.status_code == 200, row
            assert "tidak dapat dihapus" in response.content.decode(), row
            assert "Feri penyeberangan" in response.content.decode(), row  # the story that uses it
        row.refresh_from_db()
    assert (
        "hapus centang “masih bertugas”" in client.get(url(Author.objects.get(name="Tamu"), "delete")).content.decode()
    )


def test_what_nothing_uses_may_go(cast: Cast, client: Client) -> None:
    client.force_login(cast.managing_editor)
    for row in (make.author(), make.editor(), make.section()):
        assert client.get(url(row, "delete")).status_code == 200
        assert type(row).objects.filter(pk=row.pk).exists()
        client.post(url(row, "delete"), {"post": "yes"})
        assert not type(row).objects.filter(pk=row.pk).exists()


def test_a_section_with_subsections_is_kept(cast: Cast, client: Client) -> None:
    parent = make.section("Induk")
    make.section("Anak", parent=parent)
    client.force_login(cast.managing_editor)
    assert "subrubrik" in client.post(url(parent, "delete"), {"post": "yes"}).content.decode()
    assert Section.objects.filter(pk=parent.pk).exists()


def test_the_address_of_a_topic_stays_as_it_was_given(cast: Cast, client: Client) -> None:
    topic = Tag.objects.create(name="banjir", slug="banjir")
    client.force_login(cast.managing_editor)
    assert client.post(url(topic, "change"), {"name": "nama baru", "slug": "palsu"}).status_code == 302
    topic.refresh_from_db()
    assert (topic.name, topic.slug) == ("nama baru", "banjir")


def test_a_new_author_gets_an_address_from_the_name(cast: Cast, client: Client) -> None:
    client.force_login(cast.managing_editor)
    assert b"prepopulate" in client.get("/admin/articles/author/add/").content
    client.post("/admin/articles/author/add/", {"name": "Siti Aminah", "slug": "siti-aminah", "is_active": "on"})
    assert Author.objects.get(slug="siti-aminah").code is None
    client.post("/admin/articles/author/add/", {"name": "Siti", "slug": "siti", "is_active": "on"})
    assert Author.objects.filter(code=None, name__startswith="Siti").count() == 2  # no code is no twin


def test_former_staff_stay_and_are_marked(cast: Cast, client: Client) -> None:
    client.force_login(cast.managing_editor)
    # The tick is taken away:
    client.post(url(cast.reporter.author, "change"), {"name": "Rina Oktavia", "slug": "rina", "code": "rin"})
    assert Author.objects.get(slug="rina").is_active is False
    assert "Alumni" in client.get("/admin/articles/author/").content.decode()
    ask = {"app_label": "articles", "model_name": "article", "field_name": "editor", "term": "rina"}
    assert client.get("/admin/autocomplete/", ask).status_code == 200


def test_an_author_is_tied_to_people_of_the_newsroom_only(cast: Cast, client: Client) -> None:
    client.force_login(cast.managing_editor)
    offered = client.get("/admin/articles/author/add/").context["adminform"].form.fields["user"].queryset
    assert cast.reporter in offered
    assert cast.outsider not in offered
    form = {"name": "Tono", "slug": "tono", "user": cast.outsider.pk}
    assert "user" in client.post("/admin/articles/author/add/", form).context["adminform"].form.errors


def test_the_order_of_sections_is_set_in_the_list(cast: Cast, client: Client) -> None:
    client.force_login(cast.managing_editor)
    rows = list(Section.objects.all())
    form: dict[str, str | int] = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "1"}
    for index, section in enumerate(rows):
        form |= {f"form-{index}-id": section.pk, f"form-{index}-position": 10 - index, f"form-{index}-name": "Palsu"}
    client.post("/admin/articles/section/", form)
    assert [section.name for section in Section.objects.all()] == ["Ekonomi", "Samarinda", "Metropolis"]
    page = client.post("/admin/articles/section/", form | {"form-0-position": "x"})
    assert "Perbaiki isian yang ditandai" in page.content.decode()


@pytest.mark.parametrize(
    ("form", "field", "says"),
    [
        ({"name": "Admin", "slug": "admin"}, "slug", "halaman tetap"),
        ({"name": "", "slug": "baru"}, "name", "masih kosong"),
        ({"name": "Tiga", "slug": "tiga", "parent": "samarinda"}, "parent", ""),
    ],
)
def test_a_section_that_cannot_be_is_refused_with_a_sentence(
    cast: Cast, client: Client, form: dict[str, str], field: str, says: str
) -> None:
    if "parent" in form:
        form = form | {"parent": str(cast.samarinda.pk)}
    client.force_login(cast.managing_editor)
    response = client.post("/admin/articles/section/add/", form | {"position": "1"})
    assert says in response.context["adminform"].form.errors[field][0]


def test_topics_are_lower_case_and_have_no_twins(cast: Cast, client: Client) -> None:
    Tag.objects.create(name="ibu kota nusantara", slug="ibu-kota-nusantara")
    client.force_login(cast.editor)
    client.post("/admin/articles/tag/add/", {"name": "  Banjir   Samarinda "})
    assert Tag.objects.get(slug="banjir-samarinda").name == "banjir samarinda"
    for name, says in (
        ("Ibu Kota Nusantara", "sudah ada"),
        ("ibu-kota nusantara", "sudah ada"),
        ("!!!", "huruf atau angka"),
    ):
        errors = client.post("/admin/articles/tag/add/", {"name": name}).context["adminform"].form.errors
        assert says in errors["name"][0]


def test_others_look_but_do_not_touch(cast: Cast, client: Client) -> None:
    rows: list[Named] = [cast.reporter.author, cast.editor.editor, cast.metropolis]
    for person in (cast.reporter, cast.editor, cast.photo_editor, cast.moderator, cast.outsider):
        client.force_login(person)
        for row in rows:
            before = row.name
            client.post(url(row, "change"), {"name": "Palsu", "slug": "palsu", "position": 1})
            client.post(url(row, "delete"), {"post": "yes"})
            row.refresh_from_db()
            assert row.name == before


@pytest.mark.parametrize("part", ["reporter", "other_reporter", "moderator", "photo_editor", "managing_editor"])
def test_the_stories_that_use_something_are_named_to_those_who_may_know_of_them(cast: Cast, part: str) -> None:
    photo = make.photo_row()
    own = make.draft(headline="Naskah Rina", by=cast.reporter, photo=photo)
    make.draft(headline="Naskah Yusuf", by=cast.other_reporter, authors=[cast.other_reporter.author], photo=photo)
    request = RequestFactory().get("/")
    request.user = getattr(cast, part)
    names = {"reporter": {"Naskah Rina"}, "other_reporter": {"Naskah Yusuf"}, "moderator": set[str]()}
    links = [str(link) for link in story_links(request, Article.objects.filter(photo=photo))]
    named = {name for name in ("Naskah Rina", "Naskah Yusuf") if any(name in link for link in links)}
    assert named == names.get(part, {"Naskah Rina", "Naskah Yusuf"})
    assert ("dan naskah lain" in links) is (part in names)
    assert any(own.get_absolute_url() in link for link in links) is ("Naskah Rina" in named)
