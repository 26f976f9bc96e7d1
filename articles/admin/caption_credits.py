"""Credits that were typed into the captions of a story: they belong to the photos, which print them by themselves."""

from __future__ import annotations

from django.contrib.auth.models import User

from articles import permissions
from articles.models import Article, Photo
from articles.photos import captions, renditions
from articles.photos.intake import LONGEST
from articles.richtext import Figure, figure_of, figures, with_figures


def take_credits(article: Article, *, by: User) -> None:
    """Take "(Foto: …)" off the captions of an article that is being saved.

    A photo without a credit gets the one that was typed, if `by` may change it. One with another credit keeps its own,
    and the caption what was typed: `checks` asks which it is.
    """
    typed = [article.photo_caption, *(entry["caption"] for entry in article.gallery)]
    typed += [figure.caption for figure in figures(article.body)]
    if not any(captions.without_credit(caption)[1] for caption in typed):
        return
    photos = Photo.objects.in_bulk({*article.photo_numbers, *([article.photo_id] if article.photo_id else [])})
    if article.photo_id:
        article.photo_caption = _without_credit(photos.get(article.photo_id), article.photo_caption, by)
    for entry in article.gallery:
        entry["caption"] = _without_credit(photos.get(entry["photo"]), entry["caption"], by)

    def rewritten(figure: Figure) -> str:
        caption = _without_credit(photos.get(figure.photo), figure.caption, by)
        return figure_of(Figure(figure.photo, caption))

    article.body = with_figures(article.body, rewritten)


def _without_credit(photo: Photo | None, caption: str, by: User) -> str:
    words, named = captions.without_credit(caption)
    if photo is None or not named:
        return caption
    if not photo.credit.strip() and permissions.may_change_photo(by, photo):
        photo.credit = named[: LONGEST["credit"]]
        photo.save(update_fields=["credit"])
        renditions.words_changed(photo)
    return words if captions.same(named, photo.credit) else caption
