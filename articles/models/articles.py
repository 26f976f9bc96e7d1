from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from articles.querysets import ArticleQuerySet
from articles.richtext import RichTextField, figures

from .choices import ContentClass, Stage, Verification
from .people import Author, Editor
from .photos import Photo
from .sections import Section
from .tags import ArticleTag


class Article(models.Model):  # type: ignore[django-manager-missing]  # taggit's manager has no types
    """The working copy of a story: what the desk writes. Readers see Editions of it."""

    headline = models.CharField("judul", max_length=200, blank=True)
    subheadline = models.CharField("subjudul", max_length=200, blank=True)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="rubrik"
    )
    content_class = models.CharField("jenis naskah", max_length=20, choices=ContentClass, default=ContentClass.NEWS)
    advertiser = models.CharField(
        "pemasang atau pengirim",
        max_length=120,
        blank=True,
        help_text="Wajib untuk iklan, advertorial, dan rilis pers: siapa yang membayar atau mengirimnya.",
    )
    place = models.CharField(
        "kota asal", max_length=60, blank=True, help_text="Dicetak di awal berita: “SAMARINDA, Kate.id –”."
    )
    summary = models.CharField(
        "teras", max_length=300, blank=True, help_text="Satu atau dua kalimat untuk daftar berita dan hasil bagikan."
    )
    body = RichTextField("isi", blank=True)
    photo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="foto utama"
    )
    photo_caption = models.CharField(
        "keterangan foto", max_length=400, blank=True, help_text="Kosong berarti memakai keterangan dari berkas foto."
    )
    gallery = models.JSONField("galeri foto", default=list, blank=True)  # [{"photo": number, "caption": own or ""}]
    authors = models.ManyToManyField(
        Author, through="ArticleAuthor", blank=True, related_name="articles", verbose_name="penulis"
    )
    editor = models.ForeignKey(
        Editor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name="redaktur",
        help_text="Dicetak sebagai “Editor: …”. Kosong berarti redaktur yang menerbitkan.",
    )
    tags = TaggableManager("topik", through=ArticleTag, blank=True)
    slug = models.SlugField(
        "alamat", max_length=80, blank=True, help_text="Kosong berarti dibuat dari judul saat terbit."
    )
    is_sensitive = models.BooleanField(
        "naskah sensitif", default=False, help_text="Menyangkut anak, korban, atau dapat merugikan pihak lain."
    )
    verification = models.CharField(
        "status verifikasi",
        max_length=12,
        choices=Verification,
        default=Verification.UNSET,
        db_default=Verification.UNSET,
        blank=True,
        help_text="Pilih sebelum terbit. Yang belum terverifikasi perlu alasan di halaman “Verifikasi”.",
    )
    may_harm = models.BooleanField(
        "dapat merugikan pihak lain",
        default=False,
        db_default=False,
        help_text="Perlu konfirmasi dari pihak itu. Catat di halaman “Verifikasi”.",
    )

    stage = models.CharField("tahap", max_length=12, choices=Stage, default=Stage.DRAFT, editable=False)
    stage_since = models.DateTimeField(default=timezone.now, editable=False)
    publish_at = models.DateTimeField("terbit pada", null=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="created_articles"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField("dibuat", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("diubah", default=timezone.now, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "naskah"
        verbose_name_plural = "naskah"
        ordering = ("-updated_at", "-pk")
        permissions = (
            ("read_every_article", "Boleh membaca semua naskah"),
            ("review_article", "Boleh menyunting, menyetujui, dan menerbitkan naskah"),
            ("review_every_section", "Boleh menyunting semua rubrik"),
            ("retract_article", "Boleh mencabut berita"),
        )
        indexes = (
            # created_by stands there so that looking for somebody's few among all reads no article (`of`).
            models.Index(fields=["-updated_at", "-id", "created_by"], name="article_newest"),
            models.Index(fields=["stage", "-updated_at", "-id"], name="article_stage_newest"),
            models.Index(fields=["stage", "stage_since"], name="article_stage_oldest"),
            models.Index(fields=["created_by", "-updated_at", "-id"], name="article_mine_newest"),
            models.Index(fields=["section", "-updated_at", "-id"], name="article_section_newest"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="article_stage_known"),
            models.CheckConstraint(
                condition=models.Q(content_class__in=ContentClass.values), name="article_content_class_known"
            ),
            models.CheckConstraint(
                condition=models.Q(verification__in=Verification.values), name="article_verification_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.SCHEDULED) | models.Q(publish_at__isnull=False),
                name="article_scheduled_has_time",
            ),
        )

    def __str__(self) -> str:
        return self.headline or "(tanpa judul)"

    def get_absolute_url(self) -> str:
        """The working copy's address at the desk; readers' addresses belong to its Editions."""
        return reverse("admin:articles_article_change", args=[self.pk])

    @property
    def effective_stage(self) -> str:
        """The stage as readers would judge it now."""
        return self.stage_at(timezone.now())

    @property
    def is_draft(self) -> bool:
        return self.stage == Stage.DRAFT

    @property
    def is_scheduled(self) -> bool:
        return self.stage == Stage.SCHEDULED

    @property
    def is_with_readers(self) -> bool:
        """Whether no change of it waits to be published."""
        return self.effective_stage in {Stage.PUBLISHED, Stage.RETRACTED}

    @property
    def stage_label(self) -> str:
        return str(Stage(self.effective_stage).label)

    def stage_at(self, moment: datetime) -> str:
        """The stage as readers would judge it: a schedule that has fallen due is published."""
        if self.stage == Stage.SCHEDULED and self.publish_at and self.publish_at <= moment:
            return Stage.PUBLISHED
        return self.stage

    @property
    def photo_numbers(self) -> list[int]:
        """The photos in the text and the gallery, by number, in their order; some may not exist."""
        return photo_numbers(self.body, self.gallery)

    def ordered_authors(self) -> list[Author]:
        return [byline.author for byline in self.bylines.select_related("author")]


def photo_numbers(body: str, gallery: list[dict[str, Any]]) -> list[int]:
    """The photos that a text and a gallery name, each once, in their order."""
    return list(dict.fromkeys([*(figure.photo for figure in figures(body)), *(entry["photo"] for entry in gallery)]))


class ArticleAuthor(models.Model):
    """One name of a working copy's byline, in its order."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["article", "author"], name="article_author_once"),)

    def __str__(self) -> str:
        return f"{self.author} di “{self.article}”"


class LeadStory(models.Model):
    """A story that editors put on top of the front page, in their order."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="lead", verbose_name="naskah")
    position = models.PositiveSmallIntegerField("urutan", default=1)

    class Meta:
        verbose_name = "berita utama"
        verbose_name_plural = "halaman depan"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return str(self.article)
