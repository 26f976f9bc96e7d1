"""What is typed where the editor does not come: empty lines part paragraphs, whatever stands in the field already."""

import pytest
from django.test import Client

from articles.richtext import in_paragraphs
from tests import make
from tests.cast import Cast

ROWS = {
    "Satu\nlanjut\n\nDua": "<p>Satu<br>lanjut</p>\n<p>Dua</p>",
    "<p>Satu</p>\n\nDua <strong>tebal</strong>\n \nTiga": "<p>Satu</p>\n<p>Dua <strong>tebal</strong></p>\n<p>Tiga</p>",
    "Nol\n\n<p>Satu</p>\nSela\n<h2>Dua</h2>": "<p>Nol</p>\n<p>Satu</p>\n<p>Sela</p>\n<h2>Dua</h2>",
    "<ul><li>a<ul><li>b</li></ul></li></ul>Bawah": "<ul><li>a<ul><li>b</li></ul></li></ul>\n<p>Bawah</p>",
    '<figure data-photo="1"></figure>\nBawah': '<figure data-photo="1"></figure>\n<p>Bawah</p>',
    "Harga < 5.000\n\nnaik > 2 %": "<p>Harga < 5.000</p>\n<p>naik > 2 %</p>",
}


@pytest.mark.parametrize("typed", ROWS)
def test_loose_words_become_paragraphs(typed: str) -> None:
    assert in_paragraphs(typed) == ROWS[typed]


@pytest.mark.parametrize("stored", ["Tanpa paragraf.", "<p>Satu</p>\n<p>Dua</p>", "<p>a\n\nb</p>", "<hr>", ""])
def test_what_has_its_paragraphs_stays(stored: str) -> None:
    assert in_paragraphs(stored) == stored


def test_they_are_parted_when_the_story_is_saved(cast: Cast, client: Client) -> None:
    article = make.draft(body="<p>Satu.</p>")
    client.force_login(cast.reporter)
    form = {
        "headline": "Feri",
        "body": f"{article.body}\n\nDua.\n\nTiga.",
        "content_class": "news",
        "base_version": "1",
    }
    assert client.post(article.get_absolute_url(), form).status_code == 302
    article.refresh_from_db()
    assert article.body == "<p>Satu.</p>\n<p>Dua.</p>\n<p>Tiga.</p>"
