from django.db import models
from django.utils.safestring import SafeString

from articles.richtext import RichTextField, cleaned_again, trusted, with_figures
from kateid.absolute_urls import address

# Which fixed pages there are: their rows are made by migration, their addresses are in urls.py.
FIXED_PAGES = (
    "tentang-kami",
    "pedoman-media-siber",
    "kode-etik",
    "hak-jawab",
    "kontak",
    "info-iklan",
    "syarat-isi-pengguna",
    "privasi",
    "disclaimer",
)
TERMS_PAGE = "syarat-isi-pengguna"  # what readers who comment agree to


class Page(models.Model):
    """A fixed page whose text the newsroom edits; which pages exist is set by migration."""

    slug = models.SlugField(max_length=60, unique=True, editable=False)
    title = models.CharField("judul", max_length=120)
    body = RichTextField("isi")
    in_footer = models.BooleanField("tampil di kaki halaman", default=True)
    position = models.PositiveSmallIntegerField("urutan", default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "halaman"
        verbose_name_plural = "halaman"
        ordering = ("position", "title")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("articles:page", self.slug)

    def printed_body(self) -> SafeString:
        return trusted(with_figures(cleaned_again(self.body), lambda figure: ""))  # photos are for stories
