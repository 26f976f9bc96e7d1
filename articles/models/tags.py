from django.db import models
from taggit.models import ItemBase, TagBase

from kateid.absolute_urls import address


class Tag(TagBase):
    """A topic readers can follow; names are lower case (see `articles.editorial.topics`).

    A topic that was merged into another stays as its other name: whoever types it means the other.
    """

    merged_into = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="synonyms", verbose_name="digabung ke topik"
    )

    class Meta:
        verbose_name = "topik"
        verbose_name_plural = "topik"
        ordering = ("name",)
        permissions = (("merge_tag", "Boleh menggabungkan topik"),)

    def get_absolute_url(self) -> str:
        return address("articles:topic", self.slug)


class ArticleTag(ItemBase):
    content_object = models.ForeignKey("articles.Article", models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="tagged_articles")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["content_object", "tag"], name="article_tagged_once"),)
