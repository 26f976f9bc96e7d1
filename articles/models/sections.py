from django.core.exceptions import ValidationError
from django.db import models

from kateid.absolute_urls import address

# First path segments that belong to fixed pages, so that no section may take one.
# articles.E001 (system_checks.py) compares this with the URL configuration.
# fmt: off
RESERVED_SLUGS = frozenset({
    "admin", "ads", "akun", "api", "apple-touch-icon", "apple-touch-icon-precomposed", "baca", "bagikan", "cari",
    "ckeditor", "disclaimer", "favicon", "feed", "hak-jawab", "healthz", "indeks", "info-iklan", "karier", "kode-etik",
    "komentar", "kontak", "langsung", "luring", "manifest", "media", "metrics", "news-sitemap", "pedoman-media-siber",
    "pencabutan", "penulis", "pratinjau", "privasi", "ralat", "readyz", "redaksi", "robots", "sitemap", "spekulasi",
    "static", "sw", "syarat-isi-pengguna", "tema", "tentang-kami", "topik", "trust",
})
# fmt: on


def validate_free_slug(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            f"Alamat “{slug}” sudah dipakai halaman tetap. Pilih kata lain untuk rubrik ini.", code="reserved"
        )


class Section(models.Model):
    """A rubrik; at most two levels deep, which the database enforces too (see `database_rules`)."""

    name = models.CharField("nama", max_length=60, unique=True)
    slug = models.SlugField(
        "alamat",
        max_length=60,
        unique=True,
        validators=[validate_free_slug],
        help_text="Bagian alamat halaman, misalnya “metropolis”. Bila diubah, alamat lama dialihkan.",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="rubrik induk",
        limit_choices_to={"parent": None},
    )
    description = models.CharField("keterangan", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "rubrik"
        verbose_name_plural = "rubrik"
        ordering = ("position", "name")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("pk")), name="section_not_its_own_parent"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("articles:section", self.slug)

    def clean(self) -> None:
        if self.parent is None:
            return
        if self.parent.parent_id is not None:
            raise ValidationError(
                {"parent": "Rubrik hanya dua tingkat: pilih rubrik yang tidak punya induk."}, code="too_deep"
            )
        if self.pk and self.children.exists():
            raise ValidationError(
                {"parent": "Rubrik ini masih punya subrubrik, jadi tidak dapat menjadi subrubrik."}, code="too_deep"
            )

    @property
    def lineage(self) -> tuple["Section", ...]:
        """This section and the one above it: every section whose page lists its stories."""
        return (self, self.parent) if self.parent else (self,)
