from django.db import models

from .articles import Article


class RelatedStory(models.Model):
    """A story that another leads on to. Only `articles.reading.related` writes it, when something is published."""

    story = models.ForeignKey(Article, models.CASCADE, related_name="leads_on_to")
    other = models.ForeignKey(Article, models.CASCADE, related_name="related_from")
    score = models.FloatField()  # how near they are

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["story", "other"], name="relatedstory_once"),
            models.CheckConstraint(condition=~models.Q(story=models.F("other")), name="relatedstory_not_itself"),
        )

    def __str__(self) -> str:
        return f"{self.story} → {self.other}"
