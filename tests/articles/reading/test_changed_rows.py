"""A row that somebody changed behind the application's back reaches no reader as it stands."""

import pytest
from django.db import connection
from django.test import Client

from articles import richtext
from articles.models import Edition, Page
from articles.reading import rendering
from tests import make
from tests.cast import Cast

HOSTILE = (
    '<p onclick="curi()">Alamat kami</p><script>curi()</script><iframe src="https://jahat.example"></iframe>'
    '<a href="javascript:curi()">surel</a><img src="x" onerror="curi()"><style>body{display:none}</style>'
)
BAD = ("curi()", "<script", "<iframe", "javascript:", "<style", "onerror", "jahat.example")


def test_a_fixed_page_changed_by_sql_shows_its_words_alone(cast: Cast, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_page SET body = %s WHERE slug = 'kontak'", [HOSTILE])
    body = str(Page.objects.get(slug="kontak").printed_body())
    assert "Alamat kami" in body
    assert not [bad for bad in BAD if bad in body]
    page = client.get("/kontak/").content.decode()
    assert "Alamat kami" in page
    assert not [bad for bad in ("curi()", "jahat.example") if bad in page]


@pytest.mark.parametrize("shown", [rendering.page_body, rendering.syndicated_body])
def test_an_edition_whose_body_was_changed_shows_its_words_alone(cast: Cast, shown: object) -> None:
    make.published()
    edition = Edition.objects.get()
    edition.body = HOSTILE
    body = str(shown(edition))  # type: ignore[operator]
    assert "Alamat kami" in body
    assert not [bad for bad in BAD if bad in body]


def test_what_is_clean_stays_as_it_is(cast: Cast) -> None:
    body = (
        '<h2>Satu &amp; dua</h2><p>Kata <strong>tebal</strong> dan <em>miring</em>,<br>baris <a href="https://contoh.id/">dua</a>.</p>'
        "<ul><li>Butir</li></ul><blockquote><p>Kutip</p></blockquote><table><tbody><tr><td>1</td></tr></tbody></table>"
    )
    make.published(body=body, place="")
    edition = Edition.objects.get()
    stored = str(edition.body)
    assert richtext.cleaned_again(stored) == stored
