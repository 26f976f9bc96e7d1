from django.db import models
from django.urls import reverse
from taggit.models import ItemBase, TagBase


class Tag(TagBase):
    """A topic readers can follow; names are lower case (see `articles.tags`)."""

    class Meta:
        verbose_name = "topik"
        verbose_name_plural = "topik"
        ordering = ("name",)

    def get_absolute_url(self) -> str:
        return reverse("articles:topic", args=[self.slug])


class ArticleTag(ItemBase):
    content_object = models.ForeignKey("articles.Article", models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="tagged_articles")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["content_object", "tag"], name="article_tagged_once"),)
