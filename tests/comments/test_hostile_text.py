"""Text made to break pages and databases is stored, printed within its own box, and changes no neighbour."""

import html
from uuid import uuid4

import pytest
from django.test import Client
from lxml.html import HtmlElement, fromstring
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Edition
from comments import lifecycle
from comments.models import Comment
from comments.normalise import MOST_MARKS, clean
from tests import make
from tests.cast import Cast

from .writing import address, send, written

pytestmark = pytest.mark.both_databases

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)></div></li></ol><style>*{display:none}</style>",
    "attribute": '" onmouseover="alert(1)" \' x=\'',
    "template": "{{ newsroom }} {% include 'x' %} {# x #} ${7*7} #{7*7}",
    "comment": "<!-- --!> <![CDATA[ ]]> -->",
    "entities": "&lt;b&gt; &#60; &amp;amp; &nbsp;",
    "sql": "Robert'); DROP TABLE comments_comment;-- %s %(x)s \\",
    "nul": "sebelum\x00sesudah",
    "controls": "".join(map(chr, range(32))) + "a\x7f\x80\x9f",
    "surrogates": "a\ud800b\udfffc",
    "bidi": "abc \u202e gnp.exe \u202d \u2066 def \u2069 \u200f ghi",
    "hebrew": "שלום עליכם 123 العربية",
    "zalgo": "Z" + "\u0335\u0321\u0362" * 200 + "algo" + "\u0300" * 500,
    "word": "a" * 5_000,
    "wide": "﷽" * 2_000,
    "lines": "a\n" * 2_400,
    "blank": "a" + "\n" * 4_000 + "b",
    "separators": "a\u2028b\u2029c\u0085d\r\ne\rf",
    "zero width": "a\u200b\u200c\u200d\ufeff\u2060b",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈🇮🇩👍🏽" * 50,
    "mathematical": "𝓖𝓪𝓬𝓸𝓻 𝕞𝕒𝕩𝕨𝕚𝕟 ＳＬＯＴ",
    "links": "https://contoh.id javascript:alert(1) www.contoh.id <a href='//contoh.id'>x</a> [x](//contoh.id)",
    "private use": "\ue000\uf8ff\U000f0000\U0010ffff",
    "numbers": "1e309 NaN Infinity -0 0x0 ٣",
    "json": '{"__proto__": {"x": 1}}',
    "formula": "=cmd|' /C calc'!A0",
}


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


def page(story: Article) -> HtmlElement:
    edition = Edition.objects.live().select_related("section").get(article=story)
    response = Client().get(edition.get_absolute_url())
    assert response.status_code == 200
    return fromstring(response.content.decode())


def comment_in(root: HtmlElement, comment: Comment) -> HtmlElement:
    (found,) = root.xpath(f'//article[@id="komentar-{comment.pk}"]')
    return found


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_in_its_box(story: Article, cast: Cast, text: str) -> None:
    before = written(story, cast.reporter, "Tetangga sebelumnya.")
    comment = written(story, cast.editor, text)
    after = written(story, cast.reporter, "Tetangga sesudahnya.")
    comment.refresh_from_db()
    assert comment.text == clean(text) == clean(clean(text))
    root = page(story)
    (box,) = comment_in(root, comment).xpath('.//div[@class="comment__text"]')
    assert box.get("dir") == "auto"
    assert {element.tag for element in box.iter()} <= {"div", "p", "br"}
    assert "".join(box.text_content().split()) == "".join(comment.text.split())
    for neighbour in (before, after):
        (words,) = comment_in(root, neighbour).xpath('.//div[@class="comment__text"]')
        assert words.text_content().strip() == neighbour.text
    assert len(root.xpath('//article[starts-with(@class, "comment")]')) == 3
    assert not root.xpath('//a[contains(@href, "contoh.id")]')


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_comes_in_through_the_form(client: Client, story: Article, cast: Cast, text: str) -> None:
    client.force_login(cast.outsider)
    sendable = text.encode("utf-8", "replace").decode()
    response = send(client, cast.outsider, story, sendable)
    assert response.status_code == 302
    assert Comment.objects.get().text == clean(sendable)
    # What is refused for another reason gives back the same words.
    response = send(client, cast.outsider, story, sendable, ticket="")
    given_back = fromstring(response.content.decode()).xpath("//textarea")[0].text_content()
    assert "".join(clean(given_back).split()) == "".join(clean(sendable).split())


@pytest.mark.parametrize(
    "name", ["<b>Redaksi</b>", "\u202eiskadeR", "Z\u0335\u0321\u0362algo", "a" * 80, "'\"><script>"]
)
def test_a_hostile_name_stays_a_name(client: Client, story: Article, cast: Cast, name: str) -> None:
    comment = written(story, cast.editor)
    Comment.objects.filter(pk=comment.pk).update(author_name=name)
    (printed,) = comment_in(page(story), comment).xpath('.//h3[@class="comment__name"]/bdi')
    assert printed.text_content() == name
    assert not printed.getchildren()


def test_few_marks_stay_on_a_letter() -> None:
    assert clean("e" + "\u0301" * 300) == "é" + "\u0301" * MOST_MARKS
    assert clean("Nguyễn, café, Ma\u0300") == "Nguyễn, café, Mà"


def test_no_text_costs_more_queries_than_another(
    client: Client, story: Article, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for text in HOSTILE.values():
        lifecycle.write(story, author=cast.editor, text=text, form_key=uuid4())
    with django_assert_max_num_queries(7):
        html.unescape(Client().get(address(story)).content.decode())
