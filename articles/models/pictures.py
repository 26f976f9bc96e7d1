"""Which photos stories show besides their lead photo, so that a photo can tell where it is used."""

from django.db import models

from .articles import Article
from .editions import Edition
from .photos import Photo


class ArticlePhoto(models.Model):
    """A photo in the text or the gallery of a working copy."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="photo_uses")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="article_uses")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["article", "photo"], name="article_photo_once"),)

    def __str__(self) -> str:
        return f"{self.photo} di “{self.article}”"


class EditionPhoto(models.Model):
    """A photo in the text or the gallery of an edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="photo_uses")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="edition_uses")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["edition", "photo"], name="edition_photo_once"),)

    def __str__(self) -> str:
        return f"{self.photo} di “{self.edition}”"
