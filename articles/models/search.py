from django.db import models

from articles.search.terms import TermsField

from .articles import Article
from .editions import Edition


class SearchEntry(models.Model):
    """What readers can find an edition by. `Edition.objects.listed()` says whether they do.

    Only `articles.search.indexes` writes it. Later rows are newer stories, as far as search need know.
    """

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="search_entry")
    published_at = models.DateTimeField()  # never moves, see Edition
    head = models.TextField()  # the words of the headline, then their stems (`articles.search.descriptions`)
    lead = models.TextField()  # and those of what stands first: summary, topics, opening paragraph
    terms = TermsField()

    def __str__(self) -> str:
        return f"{self.edition} dalam pencarian"


class SearchWord(models.Model):
    """A word of an edition in the search, as it occurs: what a misspelt one may have meant.

    It may occur only where readers do not see it yet, so `articles.search.spelling` never shows it unseen.
    """

    word = models.CharField(max_length=40, primary_key=True)
    sound = models.CharField(max_length=40, db_index=True)
    editions = models.IntegerField()  # that have it
    named = models.IntegerField(default=0, db_default=0)  # those of them in which it is a name

    def __str__(self) -> str:
        return self.word


class DeskSearchEntry(models.Model):
    """What the desk can find a working copy by; readers' search never looks here."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="search_entry")
    terms = TermsField()

    def __str__(self) -> str:
        return f"{self.article} dalam pencarian redaksi"
