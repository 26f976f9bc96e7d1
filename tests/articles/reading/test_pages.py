"""Fixed pages, the masthead, and what the newsroom owns up to."""

import re
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.test import Client
from django.utils.html import escape
from pytest_django import Settings

from articles.editorial import workflow
from articles.models import FIXED_PAGES, RESERVED_SLUGS, Page, RetractionGround
from articles.richtext import sanitise
from articles.system_checks import the_paper_says_who_makes_it
from tests import make
from tests.cast import Cast

FIRST_TEXTS = import_module("articles.migrations.0005_fixed_pages")
TUESDAY = datetime(2022, 7, 12, 6, 5, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", FIXED_PAGES)
def test_every_fixed_page_is_there_from_the_start_and_linked_everywhere(client: Client, slug: str) -> None:
    response = client.get(f"/{slug}/")
    assert response.status_code == 200
    assert escape(Page.objects.get(slug=slug).title) in response.content.decode()
    assert f'href="/{slug}/"' in client.get("/").content.decode().partition("<footer")[2]
    assert slug in RESERVED_SLUGS


@pytest.mark.parametrize(("slug", "body"), [(slug, body.strip()) for slug, _, body in FIRST_TEXTS.PAGES])
def test_a_first_text_is_what_the_editor_would_save(slug: str, body: str) -> None:
    assert sanitise(body) == body


@pytest.mark.django_db
def test_making_the_pages_again_keeps_the_newsrooms_words() -> None:
    Page.objects.filter(slug="kontak").update(title="Hubungi kami", body="<p>Datang saja.</p>")
    Page.objects.filter(slug="privasi").delete()
    FIRST_TEXTS.make_pages(apps, None)
    assert Page.objects.get(slug="kontak").title == "Hubungi kami"
    assert set(Page.objects.values_list("slug", flat=True)) == set(FIXED_PAGES)


@pytest.mark.django_db
def test_every_link_of_the_first_texts_leads_somewhere(client: Client) -> None:
    for link in set(re.findall(r'href="(/[^"]*)"', "".join(body for _, _, body in FIRST_TEXTS.PAGES))):
        assert client.get(link, follow=True).status_code == 200, link


@pytest.mark.django_db
def test_a_page_that_was_taken_out_of_the_footer_is_still_there(client: Client) -> None:
    Page.objects.filter(slug="info-iklan").update(in_footer=False)
    assert 'href="/info-iklan/"' not in client.get("/").content.decode()
    assert client.get("/info-iklan/").status_code == 200


def test_the_masthead_names_everyone_the_press_law_asks_for(cast: Cast, client: Client, settings: Settings) -> None:
    """Company, address and who answers for it (UU Pers 12); staff with codes, former staff apart."""
    settings.KATEID_COMPANY = "PT Kabar Etam"
    settings.KATEID_ADDRESS = "Jalan Melati 12, Samarinda"
    settings.KATEID_RESPONSIBLE = "Hasan Basri"
    make.author("Siti Tulastri", code="stu", is_active=False)
    make.editor("Tamu Lama", is_active=False)
    html = client.get("/redaksi/").content.decode()
    for part in ("PT Kabar Etam", "Jalan Melati 12, Samarinda", "Hasan Basri", "Lukman Maulana", "(rin)"):
        assert part in html.partition("Alumni")[0]
    assert "Siti Tulastri" in html.partition("Alumni")[2]
    assert "Tamu Lama" not in html.partition("Alumni")[0]
    footer = html.partition("<footer")[2]
    assert "Jalan Melati 12, Samarinda" in footer
    assert "Penanggung jawab: Hasan Basri" in footer


def test_what_the_newsroom_has_not_said_has_no_empty_line(cast: Cast, client: Client) -> None:
    html = client.get("/redaksi/").content.decode()
    assert "Penanggung jawab" not in html
    assert "Alumni" not in html
    assert "<dl" not in html


def test_a_server_is_told_what_the_press_law_asks_for(settings: Settings) -> None:
    """UU Pers 12. Only where it is asked what a server lacks: whoever tries kateid has no publisher yet."""
    settings.KATEID_COMPANY, settings.KATEID_ADDRESS, settings.KATEID_RESPONSIBLE = "PT Kabar Etam", "", ""
    [warning] = the_paper_says_who_makes_it()
    assert "KATEID_ADDRESS, KATEID_RESPONSIBLE" in warning.msg
    assert "KATEID_COMPANY" not in warning.msg
    assert warning not in run_checks()
    assert warning in run_checks(include_deployment_checks=True)
    settings.KATEID_ADDRESS, settings.KATEID_RESPONSIBLE = "Jalan Melati 12, Samarinda", "Hasan Basri"
    assert the_paper_says_who_makes_it() == []


def test_corrections_and_updates_are_listed_with_their_times(cast: Cast, client: Client) -> None:
    make.published(headline="Diralat", kind="correction", note="Nama desa diperbaiki.", at=TUESDAY)
    make.published(headline="Ditambah", kind="update", note="Tanggapan dinas.", at=TUESDAY + timedelta(hours=1))
    make.published(headline="Salah ketik", kind="minor")
    html = client.get("/ralat/").content.decode().partition("<main")[2]
    assert html.index("Tanggapan dinas.") < html.index("Nama desa diperbaiki.")
    assert 'Ralat, <time datetime="2022-07-12T14:06:00+08:00">Selasa, 12 Juli 2022 | 14:06 WITA</time>' in html
    assert ">Diralat</a>" in html
    assert "Salah ketik" not in html


def test_a_scheduled_correction_is_not_told_before_its_time(cast: Cast, client: Client) -> None:
    article = make.reopened(changes={"body": "<p>Nanti.</p>"})
    article = workflow.submit(article, by=cast.reporter)
    at = datetime.now(UTC) + timedelta(hours=1)
    workflow.schedule(article, by=cast.managing_editor, at=at, kind="correction", note="Catatan rahasia.")
    assert "Catatan rahasia." not in client.get("/ralat/").content.decode()
    with make.moment(at):
        assert "Catatan rahasia." in client.get("/ralat/").content.decode()


def test_the_correction_of_a_retracted_story_goes_with_it(cast: Cast, client: Client) -> None:
    article = make.published(kind="correction", note="Nama korban diperbaiki.")
    workflow.retract(article, by=cast.managing_editor, ground=RetractionGround.TRAUMA, note="Demi keluarga.")
    assert "Nama korban diperbaiki." not in client.get("/ralat/").content.decode()
    assert "Demi keluarga." in client.get("/pencabutan/").content.decode()


def test_a_retraction_is_announced_with_ground_reason_and_time(cast: Cast, client: Client) -> None:
    make.retracted(headline="Judul keliru", ground=RetractionGround.SARA, note="Menyinggung.", at=TUESDAY)
    html = client.get("/pencabutan/").content.decode()
    for part in ("Selasa, 12 Juli 2022 | 15:05 WITA", "Judul keliru", "Menyangkut SARA", "Menyinggung."):
        assert part in html
