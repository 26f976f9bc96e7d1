from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from kateid.absolute_urls import address

from .photos import Photo
from .sections import Section


class Author(models.Model):
    """A public byline. Former staff stay, so that old codes still resolve (UU Pers art. 12)."""

    name = models.CharField("nama", max_length=100)
    slug = models.SlugField(
        "alamat", max_length=100, unique=True, help_text="Alamat halaman penulis. Bila diubah, alamat lama dialihkan."
    )
    code = models.CharField(
        "kode",
        max_length=8,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"\A[a-z]{2,8}\Z", "Kode terdiri dari 2 sampai 8 huruf kecil, misalnya “lmo”.")],
        help_text="Kode di akhir berita, misalnya “lmo”.",
    )
    job_title = models.CharField("jabatan", max_length=80, blank=True)
    bio = models.TextField("profil", max_length=1000, blank=True)
    photo = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, verbose_name="foto", related_name="+")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name="akun", related_name="author"
    )
    is_active = models.BooleanField(
        "masih bertugas", default=True, help_text="Yang tidak lagi bertugas tampil sebagai alumni."
    )

    class Meta:
        verbose_name = "penulis"
        verbose_name_plural = "penulis"
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})" if self.code else self.name

    def get_absolute_url(self) -> str:
        return address("articles:author", self.slug)

    @property
    def shown_photo(self) -> Photo | None:
        return self.photo if self.photo and self.photo.is_shown else None


class Editor(models.Model):
    """The public editor credit, and the sections its user answers for."""

    name = models.CharField("nama", max_length=100, unique=True)
    job_title = models.CharField("jabatan", max_length=80, default="Redaktur")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name="akun", related_name="editor"
    )
    sections = models.ManyToManyField(
        Section, blank=True, verbose_name="rubrik", help_text="Kosong berarti semua rubrik. Subrubrik ikut induknya."
    )
    is_active = models.BooleanField("masih bertugas", default=True)

    class Meta:
        verbose_name = "redaktur"
        verbose_name_plural = "redaktur"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
