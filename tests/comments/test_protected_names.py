"""What a story protects (a child's name, a school) is the desk's alone, and a comment that gives it away is held."""

import pytest
from django.test import Client

from articles.models import Article
from comments import moderation
from comments.models import Comment, Discussion, ScreeningRule, Status
from tests import make
from tests.articles.editorial.test_story_preview import preview_of
from tests.articles.reading.test_query_counts import address as story_address
from tests.cast import Cast

from .builders import public, reader
from .writing import address, may_write, send

NAMES = "Melati Kusumawardhani\nSDN 999 Tanah Periuk"


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published(tags=["perlindungan anak"])


def at(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/komentar/"


def protect(story: Article, cast: Cast, names: str = NAMES) -> None:
    client = Client()
    client.force_login(cast.editor)
    response = client.post(at(story), {"state": "open", "protected": names})
    assert response.status_code == 302, response.context["form"].errors


def commented(story: Article, text: str) -> Comment:
    """A comment of somebody whose comments are let through, sent by the form."""
    author = may_write(reader())
    for _ in range(2):
        public(make.published(), by=author)
    client = Client()
    client.force_login(author)
    send(client, author, story, text)
    return Comment.objects.get(article=story, author=author)


@pytest.mark.parametrize(
    "text",
    [
        "Kasihan Melati Kusumawardhani, semoga kuat.",
        "kasihan MELATI   KUSUMAWARDHANI",
        "Bukankah itu m3lati kusumawardhan1?",
        "𝗠𝗲𝗹𝗮𝘁𝗶 𝗞𝘂𝘀𝘂𝗺𝗮𝘄𝗮𝗿𝗱𝗵𝗮𝗻𝗶",
        "Ini melatikusumawardhani kan",
        "Murid SDN 999 Tanah Periuk ya",
    ],
)
@pytest.mark.press_rule("KEJ 5")
def test_a_comment_that_names_one_is_held_with_the_finding(story: Article, cast: Cast, text: str) -> None:
    protect(story, cast)
    comment = commented(story, text)
    assert comment.status == Status.HELD
    (finding,) = comment.findings
    assert finding["check"] == "protected"
    assert "Kusumawardhani" not in finding["detail"]
    (place,) = finding["places"]
    assert text[slice(*place)] in text
    desk = Client()
    desk.force_login(cast.moderator)
    assert "<mark>" in desk.get("/admin/comments/comment/?antrean=ditahan").content.decode()


@pytest.mark.parametrize("text", ["Bunga melati di taman itu layu.", "Semoga pelakunya segera ditangkap."])
def test_other_comments_are_let_through(story: Article, cast: Cast, text: str) -> None:
    protect(story, cast)
    assert commented(story, text).status == Status.PUBLISHED


@pytest.mark.press_rule("KEJ 5")
def test_it_holds_below_stories_of_the_same_topic_and_no_others(story: Article, cast: Cast) -> None:
    protect(story, cast)
    text = "Kasihan Melati Kusumawardhani, semoga kuat."
    assert commented(make.published(tags=["perlindungan anak", "hukum"]), text).status == Status.HELD
    assert commented(make.published(tags=["feri"]), text).status == Status.PUBLISHED


def test_what_names_one_already_is_held_at_once_and_may_be_approved_again(story: Article, cast: Cast) -> None:
    naming, other = public(story, text="Kasihan melati kusumawardhani."), public(story, text="Semoga korbannya kuat.")
    protect(story, cast)
    naming.refresh_from_db()
    other.refresh_from_db()
    assert (naming.status, other.status) == (Status.HELD, Status.PUBLISHED)
    assert naming.findings[0]["check"] == "protected"
    page = Client().get(address(story)).content.decode()
    assert "kusumawardhani" not in page
    assert "Komentar (1)" in page
    desk = Client()
    desk.force_login(cast.moderator)
    desk_page = desk.get(f"/admin/comments/comment/{naming.pk}/").content.decode()
    assert "Ditahan karena menyebut nama terlindungi" in desk_page
    assert "<mark>melati kusumawardhani</mark>" in desk_page
    moderation.approve(naming, by=cast.moderator)
    protect(story, cast, f"{NAMES}\nGang Kenanga")
    naming.refresh_from_db()
    assert naming.status == Status.PUBLISHED


def test_who_lets_the_check_pass_holds_nothing(story: Article, cast: Cast) -> None:
    ScreeningRule.objects.create(check_name="protected", decision="note")
    naming = public(story, text="Kasihan melati kusumawardhani.")
    protect(story, cast)
    naming.refresh_from_db()
    assert naming.status == Status.PUBLISHED


def test_an_edited_comment_is_looked_at_again(story: Article, cast: Cast) -> None:
    protect(story, cast)
    comment = commented(story, "Semoga korbannya kuat.")
    assert comment.status == Status.PUBLISHED
    client = Client()
    client.force_login(comment.author)
    client.post(f"{address(story)}{comment.pk}/sunting/", {"text": "Semoga Melati Kusumawardhani kuat."})
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_names_are_kept_one_a_line_and_once(story: Article, cast: Cast) -> None:
    protect(story, cast, "  Melati   Kusumawardhani \r\n\r\nMelati Kusumawardhani\r\nGang Kenanga")
    assert Discussion.objects.get(article=story).protected == "Melati Kusumawardhani\nGang Kenanga"
    protect(story, cast, "")
    assert commented(story, "Melati Kusumawardhani").status == Status.PUBLISHED


@pytest.mark.parametrize("line", ["王", "ab", "...", "a" * 101])
def test_what_cannot_be_looked_for_is_said_and_stays_typed(
    client: Client, story: Article, cast: Cast, line: str
) -> None:
    client.force_login(cast.editor)
    response = client.post(at(story), {"state": "", "protected": f"Gang Kenanga\n{line}"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "tidak dapat dicari" in page
    assert f"Gang Kenanga\n{line}" in page
    assert not Discussion.objects.filter(article=story).exclude(protected="").exists()


def test_too_many_are_refused(client: Client, story: Article, cast: Cast) -> None:
    client.force_login(cast.editor)
    names = "\n".join(f"Saksi {number}" for number in range(51))
    assert "Paling banyak 50 nama" in client.post(at(story), {"protected": names}).content.decode()


def test_readers_and_other_desks_never_see_them(client: Client, story: Article, cast: Cast) -> None:
    protect(story, cast)
    comment = public(story, text="Semoga korbannya kuat.")
    client.force_login(cast.editor)
    pages = [
        story_address(story), address(story), f"{address(story)}formulir/", f"{address(story)}{comment.pk}/",
        f"/komentar/laporkan/{comment.pk}/", f"/api/berita/{story.pk}/", "/api/berita/", "/feed/", "/feed/atom/",
        "/feed/json/", "/topik/perlindungan-anak/", "/sitemap.xml", "/news-sitemap.xml", "/cari/?q=melati",
        "/akun/data/", "/akun/data/unduh/", "/admin/comments/comment/?antrean=baru",
        f"/admin/comments/comment/{comment.pk}/", "/admin/comments/screeningrule/",
        preview_of(story), f"/admin/articles/article/{story.pk}/change/",
    ]  # fmt: skip
    for person in (None, cast.outsider, cast.reporter, cast.moderator):
        asking = Client()
        if person:
            asking.force_login(person)
        for page in pages:
            html = asking.get(page).content.decode()
            assert "Kusumawardhani" not in html, page
            assert "Tanah Periuk" not in html, page
        assert asking.get(at(story)).status_code in {302, 403, 404}
    assert "Melati Kusumawardhani" in client.get(at(story)).content.decode()
