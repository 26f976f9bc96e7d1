"""The demo goes and leaves nothing; what is real stays, and where it hangs on the demo nothing goes at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client

from articles.editorial import revisions, workflow
from articles.models import Article, Author, Edition, Photo, Section, Tag, Verification
from comments import lifecycle
from demo import material
from jobs.models import Job
from tests import make

pytestmark = [pytest.mark.both_databases]
# Made or counted beside, and not the newsroom's: the texts readers agreed to, when POPULER was worked out, limits.
BESIDE = {"accounts.TermsVersion", "articles.Ranking", "accounts.LimitCount", "adminkit.SentForm", "jobs.Outbox"}


@pytest.fixture
def before(own_database: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    """All rows before the demo came, with a story of each sort and some pictures."""
    whole = material.read()
    chosen = {
        (story.stage, bool(story.returned_reason), bool(story.changes), bool(story.entries)): story
        for story in whole.stories
    }
    stories = [story if story.changes else replace(story, picture="") for story in chosen.values()]
    monkeypatch.setattr(material, "read", lambda: replace(whole, stories=stories))
    found = rows()
    call_command("demo_content", stdout=StringIO(), stderr=StringIO())
    return found


def rows() -> dict[str, list[Any]]:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.label not in BESIDE]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def remove(*arguments: str) -> str:
    out = StringIO()
    call_command("remove_demo", *arguments, stdout=out)
    return out.getvalue()


@contextmanager
def for_a_while() -> Iterator[None]:
    """What is done here is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def real_story(by: User, section: Section, author: Author, headline: str, **fields: Any) -> Article:
    fields = {"place": "Samarinda", "summary": "Isi.", "body": make.BODY, **fields}
    article = Article(headline=headline, section=section, verification=Verification.VERIFIED, **fields)
    revisions.save(article, by=by, authors=[author], tags=["banjir"], base_version=0)
    article = workflow.approve(workflow.submit(article, by=by), by=by, confirmed=True)
    return workflow.publish(article, by=by, confirmed=True)


def reopened(article: Article, by: User, authors: list[Author], **changes: Any) -> None:
    """Its working copy is another than what is printed, and about nothing any more."""
    article = workflow.reopen(article, by=by)
    for name, value in changes.items():
        setattr(article, name, value)
    revisions.save(article, by=by, authors=authors, tags=[], base_version=article.version)


def test_it_leaves_nothing_behind(before: dict[str, list[Any]]) -> None:
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    there = rows()
    assert " naskah\n" in remove("--dry-run")
    assert rows() == there
    remove()
    assert {label: found for label, found in rows().items() if found != before[label]} == {}
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert not [path for path in settings.KATEID_ORIGINALS.rglob("*") if path.is_file()]
    assert Client().get("/").status_code == 200
    with pytest.raises(CommandError, match="Tidak ada redaksi demo"):
        remove()


def test_what_is_real_stays_and_stops_it_where_it_hangs_on_the_demo(before: dict[str, list[Any]]) -> None:
    admin = User.objects.create_superuser("pemilik", "pemilik@koran.example", "kata-sandi-pemilik")
    section = Section.objects.create(name="Kota Kita", slug="kota-kita")
    author = Author.objects.create(name="Sari", slug="sari", user=admin)
    of_demo = {
        "section": Section.objects.exclude(pk=section.pk).exclude(parent=None).first(),
        "photo": Photo.objects.first(),
    }
    with_photo = f'{make.BODY}<figure data-photo="{Photo.objects.order_by("pk")[0].pk}"></figure>'
    demo_author = Author.objects.exclude(pk=author.pk).filter(user__groups__name="Reporter").first()
    demo_story = Edition.objects.live().first()
    assert demo_author
    assert demo_author.user
    assert demo_story
    there = rows()
    in_the_way: list[tuple[str, Any]] = [
        ("Rubriknya demo", lambda name: real_story(admin, of_demo["section"], author, name)),
        ("Fotonya demo", lambda name: real_story(admin, section, author, name, photo=of_demo["photo"])),
        ("Penulisnya demo", lambda name: real_story(admin, section, demo_author, name)),
        ("Fotonya demo, dalam terbitan saja", lambda name: reopened(
            real_story(admin, section, author, name, body=with_photo), admin, [author], body=make.BODY
        )),
        ("Penulisnya demo, dalam terbitan saja", lambda name: reopened(
            real_story(admin, section, demo_author, name), admin, [author]
        )),
        ("Ditulis dengan akun demo", lambda name: Article.objects.create(headline=name, created_by=demo_author.user)),
        ("Di bawah rubrik demo", lambda name: Section.objects.create(
            name=name, slug="di-bawah", parent=Section.objects.filter(parent=None).exclude(pk=section.pk).first()
        )),
    ]  # fmt: skip
    for name, make_it in in_the_way:
        with for_a_while():
            make_it(name)
            with pytest.raises(CommandError, match=name):
                remove()
        assert rows() == there

    with for_a_while():
        lifecycle.write(demo_story.article, author=admin, text="Dari pembaca sungguhan.", form_key=uuid4())
        with pytest.raises(CommandError, match="1 komentar"):
            remove()
        remove("--with-words")

    real = real_story(admin, section, author, "Berita sungguhan")
    reopened(real, admin, [author])
    remove()
    assert list(Article.objects.all()) == [real]
    assert (list(User.objects.all()), list(Section.objects.all())) == ([admin], [section])
    assert list(Tag.objects.values_list("name", flat=True)) == ["banjir"]
    assert not Job.objects.filter(kind="demo").exists()
    with pytest.raises(DatabaseError):  # the rules are back
        Edition.objects.filter(article=real).update(headline="Diubah")
    with pytest.raises(DatabaseError):
        Edition.objects.filter(article=real).delete()
    assert f"-{real.pk}/" in Client().get("/cari/?q=sungguhan").content.decode()
