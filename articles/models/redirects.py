from __future__ import annotations

from datetime import datetime
from functools import reduce
from hashlib import sha256
from operator import or_
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.encoding import escape_uri_path, iri_to_uri

from articles.querysets import RedirectQuerySet

from .articles import Article
from .choices import RedirectStatus
from .editions import Edition
from .people import Author
from .sections import Section
from .tags import Tag

LONGEST_PATH = 2_000  # characters
SEARCHED_START = 200  # characters of a path that its index holds: PostgreSQL has no room for whole ones


def key_of(path: str) -> str:
    """The same for an address with and without its last slash, and short enough for every index."""
    address, mark, query = path.partition("?")
    return sha256(f"{address.rstrip('/') or '/'}{mark}{query}".encode()).hexdigest()


class PathKey(models.CharField[str, str]):
    """`key_of` another field, made whenever the row is written, in bulk too; empty if that is."""

    def __init__(self, *, of: str = "", **options: Any) -> None:
        self.of = of
        super().__init__(**{"max_length": 64, "editable": False, "blank": True} | options)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        path = getattr(model_instance, self.of)
        key = key_of(path) if path else ""
        setattr(model_instance, self.attname, key)
        return key

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


# The columns that say where a redirect leads, as they are in one that leads nowhere.
NOWHERE: dict[str, Any] = {"article": None, "section": None, "author": None, "tag": None, "target": ""}


def leads_by(name: str) -> Q:
    """One of these columns says it, and no other."""
    return Q(**{other: empty for other, empty in NOWHERE.items() if other != name}) & ~Q(**{name: NOWHERE[name]})


ANSWER = ("status", "article_id", "section_id", "author_id", "tag_id", "target")


class Redirect(models.Model):
    """An address that readers may still have and that no page answers for any more.

    It leads to a story, section, author or topic by reference, and so in one hop however often their
    addresses change; or to a path of this site, or an address elsewhere; or it says that the page is gone.
    `articles.redirects.rules` keeps chains and loops out.
    """

    path = models.CharField("alamat lama", max_length=LONGEST_PATH)
    path_key = PathKey(of="path", unique=True)
    path_start = models.GeneratedField(
        expression=Substr("path", 1, SEARCHED_START),
        output_field=models.CharField(max_length=SEARCHED_START),
        db_persist=True,
        db_index=True,
    )
    status = models.PositiveSmallIntegerField("jawaban", choices=RedirectStatus, default=RedirectStatus.MOVED)
    article = models.ForeignKey(Article, models.PROTECT, null=True, editable=False, related_name="redirects")
    section = models.ForeignKey(Section, models.CASCADE, null=True, editable=False, related_name="redirects")
    author = models.ForeignKey(Author, models.CASCADE, null=True, editable=False, related_name="redirects")
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, editable=False, related_name="redirects")
    target = models.CharField("tujuan", max_length=LONGEST_PATH, blank=True, editable=False)
    target_key = PathKey(of="target", db_index=True)
    note = models.CharField("catatan", max_length=200, blank=True, help_text="Untuk redaksi; pembaca tidak melihatnya.")
    hits = models.PositiveBigIntegerField("kali dibuka", default=0, editable=False)
    last_hit_on = models.DateField("terakhir dibuka", null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField("dibuat", default=timezone.now, editable=False)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = "pengalihan"
        verbose_name_plural = "pengalihan"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(status__in=RedirectStatus.values), name="redirect_status_known"),
            models.CheckConstraint(
                condition=Q(status=RedirectStatus.GONE, **NOWHERE)
                | Q(status=RedirectStatus.MOVED) & reduce(or_, (leads_by(name) for name in NOWHERE)),
                name="redirect_one_target",
            ),
        )

    def __str__(self) -> str:
        return self.path

    def answer(self) -> dict[str, Any]:
        """The columns that say what readers get."""
        return {name: getattr(self, name) for name in ANSWER}

    def take_answer_of(self, other: Redirect) -> None:
        for name, value in other.answer().items():
            setattr(self, name, value)

    @property
    def leads_elsewhere(self) -> bool:
        return bool(self.target) and not self.target.startswith("/")

    @property
    def answer_in_words(self) -> str:
        """What readers get, for people at the desk."""
        if self.article:
            return f"Berita: {self.article}"
        if self.section:
            return f"Rubrik: {self.section}"
        if self.author:
            return f"Penulis: {self.author.name}"
        if self.tag:
            return f"Topik: {self.tag}"
        return self.target or str(RedirectStatus.GONE.label)

    def destination(self, at: datetime | None = None) -> str | None:
        """Where readers are sent at a moment; None for what is gone, and for a story that readers do not have."""
        if self.article_id:
            edition = Edition.objects.live(at).filter(article=self.article_id).select_related("section").first()
            return edition.get_absolute_url() if edition else None
        thing = self.section or self.author or self.tag
        if thing:
            return thing.get_absolute_url()
        if self.target.startswith("/"):
            path, mark, query = self.target.partition("?")
            return escape_uri_path(path) + mark + iri_to_uri(query)
        return self.target or None
