"""Who may do what to which story. Rights by role come from groups; the rules about one object are here alone."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.people import Person

from .models import (
    Article,
    ArticlePhoto,
    Author,
    Edition,
    EditionPhoto,
    Editor,
    LiveEntry,
    LiveReport,
    Photo,
    Stage,
    Tag,
)
from .querysets import ArticleQuerySet

NO_EDITOR_CARD = "Akun ini belum disambung ke kartu redaktur, jadi tidak dapat menyunting, menyetujui, atau menerbitkan"
OTHER_SECTION = "Naskah ini di luar rubrik Anda, jadi redaktur lain yang memutuskannya"


def visible_articles(user: Person) -> ArticleQuerySet:
    """The working copies somebody may know of: all of them for the desk's readers, else their own."""
    if user.has_perm("articles.read_every_article"):
        return Article.objects.all()
    if user.has_perm("articles.view_article"):
        return Article.objects.of(user)
    return Article.objects.none()


def reviewable_articles(user: Person) -> ArticleQuerySet:
    """The working copies that `may_review` allows somebody to decide on, as a list."""
    if not user.has_perm("articles.review_article"):
        return Article.objects.none()
    if user.has_perm("articles.review_every_section"):
        return Article.objects.all()
    editor = Editor.objects.filter(user=user.pk, is_active=True).first()
    if editor is None:
        return Article.objects.none()
    answers_for = list(editor.sections.values_list("pk", flat=True))
    if not answers_for:
        return Article.objects.all()
    return Article.objects.filter(Q(section=None) | Q(section__in=answers_for) | Q(section__parent__in=answers_for))


def holders(permission: str) -> QuerySet[User]:
    """The people with a place at the desk who have a right."""
    backend = "django.contrib.auth.backends.ModelBackend"  # one of several; all of them ask the same tables
    return User.objects.with_perm(permission, is_active=True, backend=backend).filter(is_staff=True)


def reviewers(article: Article) -> QuerySet[User]:
    """Who may decide on a story (`may_review`), as a list of people."""
    cards = Editor.objects.filter(user=OuterRef("pk"), is_active=True)
    if article.section is not None:
        answers_for = [article.section_id, article.section.parent_id]
        cards = cards.filter(Q(sections=None) | Q(sections__in=[pk for pk in answers_for if pk]))
    every = holders("articles.review_every_section").order_by().values("pk")
    return holders("articles.review_article").filter(Q(pk__in=every) | Exists(cards))


def may_view(user: Person, article: Article) -> bool:
    if user.has_perm("articles.read_every_article"):
        return True
    return user.has_perm("articles.view_article") and is_own(user, article)


def is_own(user: Person, article: Article) -> bool:
    """Whether somebody began the story or stands in its byline."""
    if user.pk is None or article.pk is None:
        return False
    return article.created_by_id == user.pk or article.bylines.filter(author__user=user.pk).exists()


def may_review(user: Person, article: Article) -> bool:
    """Whether somebody edits and decides on this story: editors, within the sections they answer for."""
    if not user.has_perm("articles.review_article"):
        return False
    if user.has_perm("articles.review_every_section"):
        return True
    editor = Editor.objects.filter(user=user.pk, is_active=True).first()
    if editor is None:
        return False
    answers_for = set(editor.sections.values_list("pk", flat=True))
    if not answers_for or article.section is None:
        return True
    return not answers_for.isdisjoint({article.section_id, article.section.parent_id})


def lacks_editor_card(user: Person) -> bool:
    """Whether somebody is an editor by role, and answers for nothing because no Editor on duty is their account."""
    is_editor = user.has_perm("articles.review_article") and not user.has_perm("articles.review_every_section")
    return is_editor and not Editor.objects.filter(user=user.pk, is_active=True).exists()


def why_not_review(user: Person, article: Article) -> str:
    """What keeps an editor from deciding on a story, as a sentence; "" for who may, and for who is no editor."""
    if not user.has_perm("articles.review_article") or may_review(user, article):
        return ""
    return f"{NO_EDITOR_CARD if lacks_editor_card(user) else OTHER_SECTION}."


def may_write(user: Person, article: Article) -> bool:
    """Whether somebody may work on the story at all, whatever its stage."""
    return may_review(user, article) or (user.has_perm("articles.change_article") and is_own(user, article))


def may_edit_now(user: Person, article: Article) -> bool:
    """Whether the text may be changed in its present stage: writers in draft, editors until it is scheduled."""
    if article.effective_stage == Stage.DRAFT:
        return may_write(user, article)
    return article.effective_stage in {Stage.IN_REVIEW, Stage.APPROVED} and may_review(user, article)


def may_crop_lead(user: Person, article: Article) -> bool:
    """Whether somebody sets the crop that the lead photo has in this story alone, whosever photo it is.

    Readers of a published story see it at once, so there it takes an editor.
    """
    return may_review(user, article) or (may_edit_now(user, article) and not article.editions.exists())


def may_submit(user: Person, article: Article) -> bool:
    return may_write(user, article)


def may_withdraw(user: Person, article: Article) -> bool:
    return user.has_perm("articles.change_article") and article.submitted_by_id == user.pk


def may_retract(user: Person, article: Article) -> bool:
    return user.has_perm("articles.retract_article")


def may_publish_entries(user: Person, report: LiveReport) -> bool:
    """Whether what somebody sends for a live report is public at once: editors', and writers' whom they let in."""
    article = report.article
    return may_review(user, article) or (report.writers_publish and may_write(user, article))


def visible_tags(user: Person) -> QuerySet[Tag]:
    """The topics somebody may know of: a topic may be the secret of a story that is not published."""
    if user.has_perm("articles.read_every_article") or user.has_perm("articles.change_tag"):
        return Tag.objects.all()
    public = Edition.objects.listed().filter(topic_listings__tag=OuterRef("pk"))
    own = visible_articles(user).filter(tagged__tag=OuterRef("pk"))
    known = Tag.objects.filter(Exists(public) | Exists(own))
    return Tag.objects.filter(Q(pk__in=known.values("pk")) | Q(merged_into__in=known.values("pk")))


def visible_photos(user: Person) -> QuerySet[Photo]:
    """The photos somebody may know of: those of a story that is not published are held back together with it.

    What was published once, what no story has, portraits and one's own uploads are everybody's at the desk.
    """
    if user.has_perm("articles.read_every_article") or may_change_every_photo(user):
        return Photo.objects.all()
    articles = visible_articles(user)
    of_entries = LiveEntry.objects.filter(photo=OuterRef("pk")).order_by()
    return Photo.objects.filter(
        Q(uploaded_by=user.pk)
        | Exists(articles.filter(photo=OuterRef("pk")))
        | Exists(ArticlePhoto.objects.filter(photo=OuterRef("pk"), article__in=articles.order_by().values("pk")))
        | Exists(Edition.objects.public_history().order_by().filter(photo=OuterRef("pk")))
        | Exists(
            EditionPhoto.objects.filter(
                photo=OuterRef("pk"), edition__in=Edition.objects.public_history().order_by().values("pk")
            )
        )
        | Exists(of_entries.filter(report__in=articles.order_by().values("pk")))
        | Exists(of_entries.filter(report__in=Edition.objects.public_history().order_by().values("article")))
        | Exists(Author.objects.filter(photo=OuterRef("pk")))
        | ~(
            Exists(Article.objects.filter(photo=OuterRef("pk")))
            | Exists(ArticlePhoto.objects.filter(photo=OuterRef("pk")))
            | Exists(of_entries)
        )
    )


def may_change_every_photo(user: Person) -> bool:
    """Photo editors keep all photos; editors complete the credit of any photo before it is published."""
    return user.has_perm("articles.change_photo") and (
        user.has_perm("articles.delete_photo") or user.has_perm("articles.review_article")
    )


def may_change_photo(user: Person, photo: Photo) -> bool:
    if may_change_every_photo(user):
        return True
    return user.has_perm("articles.change_photo") and user.pk is not None and photo.uploaded_by_id == user.pk
