"""Headers that hold addresses leave as mail programs read them: plain ASCII, whole, whatever else the mail holds."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from comments import reply_mail
from jobs import outbox
from tests import make
from tests.cast import Cast
from tests.comments.writing import may_write, written
from tests.jobs.sink import Sink

from .test_outbox import sink  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]

LONG = "https://kateid.example/komentar/berhenti/" + "kunci-" * 30


def header(content: bytes, name: str) -> str:
    """The lines of a header as they were sent, put together again as RFC 5322 says (2.2.3)."""
    head = content.partition(b"\r\n\r\n")[0].decode("ascii")
    found = re.search(rf"^{name}: ([^\r]*(?:\r\n[ \t][^\r]*)*)", head, re.MULTILINE)
    assert found, head
    return re.sub(r"\r\n(?=[ \t])", "", found[1])


def sent(sink: Sink, **headers: str) -> bytes:  # noqa: F811
    mail.EmailMessage("Halo – “baru”", "Isi – surat.", "Redaksi <r@kateid.example>", ["s@c.id"], headers=headers).send()
    assert outbox.send_due(timezone.now() + timedelta(seconds=1)) == 1
    return sink.bytes_taken[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("List-Unsubscribe", f"<{LONG}>"),
        ("List-Unsubscribe", f"<mailto:berhenti@kateid.example?subject=berhenti>, <{LONG}>"),
        ("List-Unsubscribe", f"<{LONG}>, <{LONG}2>, <{LONG}3>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("List-Archive", f"<{LONG}>"),
        ("List-Help", "<https://kateid.example/>  (bantuan)"),
        ("List-Id", f"Balasan <{'balasan-' * 12}.kateid.example>"),
        ("Archived-At", f"<{LONG}>"),
        ("References", " ".join(f"<{number}.{'x' * 70}@kateid.example>" for number in range(5))),
        ("In-Reply-To", f"<{'1' * 120}@kateid.example>"),
        ("Message-ID", f"<{'1' * 120}@kateid.example>"),
        ("X-Telusur", LONG),
    ],
)
def test_an_address_in_a_header_leaves_as_it_is(sink: Sink, name: str, value: str) -> None:  # noqa: F811
    content = sent(sink, **{name: value})
    assert header(content, name) == value
    assert re.search(rf"^{name}: \S".encode(), content, re.MULTILINE)  # something stands on the first line
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_what_is_not_ascii_is_still_encoded(sink: Sink) -> None:  # noqa: F811
    content = sent(sink, **{"X-Judul": "Kabar – “baru”"})
    assert "=?utf-8?" in header(content, "X-Judul")
    assert sink.taken[-1]["X-Judul"] == "Kabar – “baru”"
    assert sink.taken[-1]["Subject"] == "Halo – “baru”"


def test_a_word_that_no_line_holds_is_encoded(sink: Sink) -> None:  # noqa: F811
    content = sent(sink, **{"X-Panjang": "a" * 1200})
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_a_line_that_ends_leads_to_no_header_of_its_own(sink: Sink) -> None:  # noqa: F811
    with pytest.raises(ValueError, match=r"newline|linefeed"):
        sent(sink, **{"List-Unsubscribe": "<https://kateid.example/>\r\nBcc: lain@contoh.id"})


def test_the_mail_about_a_reply_is_stopped_by_what_mail_programs_read(
    sink: Sink,  # noqa: F811
    cast: Cast,
    settings: Settings,
) -> None:
    settings.KATEID_SITE_URL = "https://www.kabar-panjang-sekali.example"
    story: Article = make.published()
    written(story, cast.editor, "Feri pertama pukul lima.", reply_to=written(story, may_write(cast.outsider)))
    assert reply_mail.send_due(timezone.now()) == 1
    assert outbox.send_due(timezone.now() + timedelta(seconds=1)) == 1
    content = sink.bytes_taken[-1]
    assert re.fullmatch(r"<https://[!-~]+/komentar/berhenti/[!-~]+/>", header(content, "List-Unsubscribe"))
    assert header(content, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
