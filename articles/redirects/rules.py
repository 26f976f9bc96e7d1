"""Old addresses: what they lead to, and the rules that keep each one hop away from it.

A redirect is looked up only when an address answers 404 (`reading.views.not_found`), so a good page pays nothing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import OperationalError, transaction
from django.db.models import Exists, F, OuterRef
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.encoding import repercent_broken_unicode

from articles.models import LONGEST_PATH, Author, Edition, Redirect, RedirectStatus, Section, Tag, key_of

from . import mending

logger = logging.getLogger(__name__)

# First path segments of what is no page for readers: never redirected, never looked up.
NO_PAGES = frozenset({"admin", "api", "healthz", "media", "readyz", "static"})
FEED = re.compile(r"(?<=/)feed(?:/[a-z]+)?/?\Z")  # below the page of a section, topic or author
# What old sites put behind the address of a page: its other pages, its forms for phones and printers.
BELOW = re.compile(r"(?:(?<=[^/]/)|\A)(?:page/\d{1,5}|comment-page-\d{1,5}|amp|print|embed|trackback|\d{1,2})/?\Z")
DAYS = "/indeks/"  # where old sites' archives of days lead
CHANGEABLE = ("status", "article", "section", "author", "tag", "target", "target_key", "note")
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_valid_url = URLValidator(schemes=["http", "https"])


# Of addresses of the front page's own path, those that meant something at an old site: "/?p=123".
FRONT_PARAMETERS = ("p", "page_id", "attachment_id", "cat", "author", "tag")


# Answering


def find(path: str, query: str = "") -> tuple[Redirect, str] | None:
    """The redirect of a path, and what of the path comes after it: the feed of a page that moved moves along.

    An address as it was asked for comes before what it may have been before somebody spoiled it.
    """
    if not may_lead_on(path):
        return None
    rests: dict[str, str] = {}
    for written in dict.fromkeys((path, clean := mending.mended(path), path.lower(), clean.lower())):
        tells, _ = mending.without_tracking(query)
        for asked in dict.fromkeys(filter(None, (query, tells))):
            rests.setdefault(key_of(f"{written}?{asked}"), "")
        rests.setdefault(key_of(written), "")
        if below := BELOW.search(written):
            rests.setdefault(key_of(written[: below.start()]), below[0])
        if feed := FEED.search(written):
            rests.setdefault(key_of(written[: feed.start()]), f"{feed[0].rstrip('/')}/")
    found = {redirect.path_key: redirect for redirect in Redirect.objects.for_answer().filter(path_key__in=rests)}
    for key, rest in rests.items():
        redirect = found.get(key)
        if redirect is None:
            continue
        is_list = bool(redirect.section_id or redirect.author_id or redirect.tag_id)
        if not rest or (is_list and rest.startswith("feed/")):
            return redirect, rest
        is_list = is_list or redirect.target.startswith(DAYS)
        if BELOW.fullmatch(rest) and (redirect.article_id or (is_list and rest.startswith("page/"))):
            return redirect, ""  # our own pages go by other addresses
    return None


def may_lead_on(path: str) -> bool:
    return len(path) <= LONGEST_PATH and path[1:].partition("/")[0] not in NO_PAGES


def page_meant(path: str) -> str | None:
    """The address of the page that a spoiled address was meant for, if readers have it."""
    if not may_lead_on(path):
        return None
    if number := mending.story_number(path):
        return Redirect(article_id=number).destination()
    meant = mending.of_list(mending.mended(path).lower())
    if meant in {"/", path} or not (match := _match(meant)) or match.namespace != "articles":
        return None
    page = pages_at([meant]).get(meant)
    return page.path if page else None


def at(path: str) -> Redirect | None:
    """The row of exactly this address."""
    return Redirect.objects.for_answer().filter(path_key=key_of(path)).first()


def count_hit(redirect: Redirect) -> None:
    """One UPDATE of one row; see docs/decisions/redirects.md for why it is no buffer."""
    try:
        Redirect.objects.filter(pk=redirect.pk).update(hits=F("hits") + 1, last_hit_on=timezone.localdate())
    except OperationalError:  # a count is not worth an answer
        logger.warning("a redirect's hit was not counted", extra={"redirect": redirect.pk})


# What stands at an address of ours


@dataclass(frozen=True)
class PageAtAddress:
    """A page that readers get at an address."""

    path: str  # its own address, with the slash at the end
    thing: str = ""  # the column of Redirect for what it is the page of, if for anything
    pk: int = 0


def pages_at(paths: Iterable[str]) -> dict[str, PageAtAddress]:
    """The pages at those of these addresses that have one, in a constant number of queries."""
    matches = {path: match for path in set(paths) if (match := _match(path))}
    pages: dict[str, PageAtAddress] = {}
    about: dict[str, dict[str, int | str]] = {thing: {} for thing, _ in KEYS.values()}
    for path, match in matches.items():
        if key := KEYS.get(match.view_name.removesuffix("_feed")):
            about[key[0]][path] = match.kwargs[key[1]]
        else:
            pages[path] = PageAtAddress(_with_slash(path, match))
    for thing, asked in about.items():
        known = _known(thing, set(asked.values())) if asked else {}
        for path, argument in asked.items():
            if argument in known:
                own = not matches[path].view_name.endswith("_feed")
                pk, address = known[argument]
                page = address if own and address else _with_slash(path, matches[path])
                pages[path] = PageAtAddress(page, *((thing, pk) if own else ()))
    return pages


# Of the views whose page, or feed, is about one thing: which, and by which part of the address.
KEYS = {
    "articles:detail": ("article", "pk"),
    "articles:section": ("section", "slug"),
    "articles:author": ("author", "slug"),
    "articles:topic": ("tag", "slug"),
}


def _known(thing: str, keys: set[int | str]) -> dict[int | str, tuple[int, str]]:
    """Those that readers have, by what stands in their addresses: the primary key, and for a story its own address.

    A story answers under every section and slug with its number; its page stands at one of these addresses.
    """
    if thing == "article":
        live = Edition.objects.live().filter(article__in=keys).select_related("section")
        return {edition.article_id: (edition.article_id, edition.get_absolute_url()) for edition in live}
    if thing == "tag":
        with_stories = Exists(Edition.objects.listed().filter(topic_listings__tag=OuterRef("pk")))
        found = Tag.objects.filter(with_stories, slug__in=keys).values_list("slug", "pk")
    else:
        things = Section.objects if thing == "section" else Author.objects
        found = things.filter(slug__in=keys).values_list("slug", "pk")
    return {slug: (pk, "") for slug, pk in found}


def _match(path: str) -> ResolverMatch | None:
    for written in (path, f"{path}/"):
        try:
            return resolve(written)
        except Resolver404:
            continue
    return None


def _with_slash(path: str, match: ResolverMatch) -> str:
    return f"{path}/" if match.route.endswith("/") and not path.endswith("/") else path


# Changing


@transaction.atomic
def moved(before: str, thing: Section | Author | Tag, *, by: User) -> None:
    """Lead the address that a page had until now to the page. Call it in the transaction that moves the page."""
    Redirect.objects.filter(path_key__in=[key_of(before), key_of(thing.get_absolute_url())]).delete()
    redirect = Redirect(path=before, created_by=by, **{str(thing._meta.model_name): thing})
    redirect.save(force_insert=True)
    followers = list(Redirect.objects.filter(target__startswith=before))  # its feed and older pages among them
    for follower in followers:
        follower.target = thing.get_absolute_url() + follower.target.removeprefix(before)
    _change(followers)


@dataclass(frozen=True)
class Wanted:
    """A redirect as somebody writes it down."""

    path: str
    target: str = ""
    status: int = RedirectStatus.MOVED
    note: str | None = None  # None leaves the one there is
    line: int = 0  # of a file


@dataclass(eq=False)
class Outcome:
    """What becomes of a wanted redirect: a row to write, or why there will be none."""

    wanted: Wanted
    redirect: Redirect
    before: Redirect | None = None  # the row as it is now
    refusals: dict[str, str] = field(default_factory=dict)  # by field
    follows: str = ""  # the key of the old address that it is meant to lead to

    @property
    def kind(self) -> str:
        if self.refusals:
            return "refused"
        if self.before is None:
            return "new"
        same = self.before.answer() == self.redirect.answer() and self.before.note == self.redirect.note
        return "same" if same else "changed"


def plan(wishes: Sequence[Wanted], *, elsewhere: bool = False, of_old_site: bool = False) -> list[Outcome]:
    """What would become of these redirects if they entered the table together. Nothing is written.

    Args:
        elsewhere: whether they may lead to other sites.
        of_old_site: whether an address may be one under which a story here answers by its number alone: an old site
            writes "/tag/mudik-2/" and means no story 2.
    """
    outcomes = [_with_path(wanted) for wanted in wishes]
    targets = {outcome: _own_target(outcome.wanted.target) for outcome in outcomes}
    pages = pages_at(
        path.partition("?")[0]
        for path in (*(outcome.redirect.path for outcome in outcomes), *filter(None, targets.values()))
    )
    for outcome in outcomes:
        _refuse_shadow(outcome, pages, of_old_site)
        _set_target(outcome, targets[outcome], pages, elsewhere)
    table = Redirect.objects.for_answer().in_bulk(
        [*{key_of(outcome.redirect.path) for outcome in outcomes} | {outcome.follows for outcome in outcomes} - {""}],
        field_name="path_key",
    )
    by_key = _by_key(outcomes)
    for outcome in outcomes:
        _follow(outcome, by_key, table)
    for outcome in outcomes:
        _put_upon(outcome, table.get(key_of(outcome.redirect.path)))
    return outcomes


@transaction.atomic
def write(outcomes: Iterable[Outcome], *, by: User) -> None:
    """Write planned redirects. What led to one of their addresses leads where they do from now on."""
    new = [outcome.redirect for outcome in outcomes if outcome.kind == "new"]
    changed = [outcome.redirect for outcome in outcomes if outcome.kind == "changed"]
    for redirect in new:
        redirect.created_by = by
    Redirect.objects.bulk_create(new)
    _change(changed)
    _take_along([*new, *changed])


def _take_along(redirects: Sequence[Redirect]) -> None:
    by_key = {key_of(redirect.path): redirect for redirect in redirects}
    followers = list(Redirect.objects.filter(target_key__in=by_key))
    for follower in followers:
        follower.take_answer_of(by_key[follower.target_key])
    _change(followers)


def _change(redirects: Sequence[Redirect]) -> None:
    for redirect in redirects:
        redirect.target_key = key_of(redirect.target) if redirect.target else ""  # a bulk update does not ask the field
    Redirect.objects.bulk_update(redirects, CHANGEABLE, batch_size=500)


# Planning, one step after the other


def _with_path(wanted: Wanted) -> Outcome:
    outcome = Outcome(wanted, Redirect(path="", status=wanted.status, note=wanted.note or ""))
    try:
        outcome.redirect.path = old_path(wanted.path)
    except ValueError as error:
        outcome.refusals["path"] = str(error)
    if wanted.status not in RedirectStatus.values:
        outcome.refusals["status"] = "Jawaban harus 301 (dialihkan) atau 410 (sudah dihapus)."
    return outcome


def old_path(text: str) -> str:
    """An old address as the table holds it.

    Raises:
        ValueError: it cannot be one; the text is for who typed it.
    """
    if not text.strip():
        raise ValueError("Alamat lama masih kosong. Isi dahulu.")
    if _CONTROL_CHARACTERS.search(text.strip()):
        raise ValueError("Alamat ini berisi karakter yang tidak terlihat. Ketik ulang.")
    path = own_path(text)
    if path is None:
        raise ValueError("Tulis alamat di situs ini, dimulai dengan “/”, misalnya “/2022/07/judul-berita/”.")
    if len(path) > LONGEST_PATH:
        raise ValueError("Alamat ini terlalu panjang: paling banyak 2.000 karakter.")
    if _CONTROL_CHARACTERS.search(path):
        raise ValueError("Alamat ini berisi karakter yang tidak terlihat. Ketik ulang.")
    if (first := path[1:].partition("/")[0]) in NO_PAGES:
        raise ValueError(f"Alamat di bawah “/{first}/” bukan halaman pembaca, jadi tidak dapat dialihkan.")
    return path


def own_path(text: str) -> str | None:
    """The path and query of an address of this site, without percent signs for letters; None for another's."""
    text = text.strip()
    if _CONTROL_CHARACTERS.search(text):
        return None
    try:
        address = urlsplit(text)
        host = address.hostname or ""
    except ValueError:
        return None
    if address.scheme not in {"", "http", "https"} or ((host or address.scheme) and not _is_ours(host)):
        return None
    path = repercent_broken_unicode(unquote_to_bytes(address.path)).decode()
    if not path.startswith("/"):
        path = "/" if host and not path else ""
    if not path or path.startswith("//"):  # which browsers would take for a host
        return None
    return f"{path}?{address.query}" if address.query else path


def _is_ours(host: str) -> bool:
    return host.removeprefix("www.") == (urlsplit(settings.KATEID_SITE_URL).hostname or "").removeprefix("www.")


def _own_target(text: str) -> str | None:
    return own_path(text) if text.strip() else None


def _refuse_shadow(outcome: Outcome, pages: dict[str, PageAtAddress], of_old_site: bool) -> None:
    path, _, query = outcome.redirect.path.partition("?")
    if path == "/" and query.partition("=")[0] in FRONT_PARAMETERS:
        return
    page = pages.get(path) if path else None
    if page and (not of_old_site or page.path.rstrip("/") == path.rstrip("/")):
        outcome.refusals["path"] = (
            "Di alamat ini masih ada halaman. Pengalihan hanya untuk alamat yang tidak punya halaman lagi."
        )


def _set_target(outcome: Outcome, own: str | None, pages: dict[str, PageAtAddress], elsewhere: bool) -> None:
    redirect, text = outcome.redirect, outcome.wanted.target.strip()
    if redirect.status == RedirectStatus.GONE:
        if text:
            outcome.refusals["target"] = "Kosongkan tujuannya: alamat yang sudah dihapus tidak menuju ke mana pun."
    elif not text:
        outcome.refusals["target"] = "Tujuan masih kosong. Isi tujuannya, atau pilih “Sudah dihapus”."
    elif len(text) > LONGEST_PATH:
        outcome.refusals["target"] = "Tujuan ini terlalu panjang: paling banyak 2.000 karakter."
    elif own is None or _CONTROL_CHARACTERS.search(own):
        _set_elsewhere(outcome, text, elsewhere)
    elif page := pages.get(own.partition("?")[0]):
        if page.thing and "?" not in own:
            setattr(redirect, f"{page.thing}_id", page.pk)
        else:
            redirect.target = "".join((page.path, *own.partition("?")[1:]))
    else:
        outcome.follows = key_of(own)


def _set_elsewhere(outcome: Outcome, url: str, allowed: bool) -> None:
    try:
        _valid_url(url)
    except ValidationError:
        outcome.refusals["target"] = (
            "Tujuan ini tidak terbaca. Tulis alamat di situs ini, misalnya “/metropolis/”, atau alamat https:// utuh."
        )
        return
    if not allowed:
        outcome.refusals["target"] = "Tujuan ini di situs lain. Centang izinnya bila memang ke sana."
    outcome.redirect.target = url


def _by_key(outcomes: Iterable[Outcome]) -> dict[str, Outcome]:
    by_key: dict[str, Outcome] = {}
    for outcome in outcomes:
        if "path" in outcome.refusals:
            continue
        first = by_key.setdefault(key_of(outcome.redirect.path), outcome)
        if first is not outcome:
            outcome.refusals["path"] = f"Alamat ini sudah ada di baris {first.wanted.line}."
    return by_key


def _follow(outcome: Outcome, by_key: dict[str, Outcome], table: dict[str, Redirect]) -> None:
    """Lead a redirect to another old address where that one leads, and with it all on the way."""
    way: dict[str, Outcome] = {}
    key, final, refusal = key_of(outcome.redirect.path), None, ""
    while True:
        step = by_key.get(key)
        if step and step.follows and "target" not in step.refusals:
            if key in way:
                circle = " → ".join([*(one.redirect.path for one in way.values()), step.redirect.path])
                refusal = f"Pengalihan ini akan berputar: {circle[:300]}"
                break
            way[key] = step
            key = step.follows
        elif step:
            final = step.redirect
            refusal = f"Tujuannya sendiri ditolak (baris {step.wanted.line})." if step.refusals else ""
            break
        elif (row := table.get(key)) and row.target_key in by_key:
            key = row.target_key
        else:
            final = row
            refusal = "" if row else "Tidak ada halaman di tujuan ini."
            break
    for step in way.values():
        step.follows = ""
        if refusal or final is None:
            step.refusals["target"] = refusal
        elif final.status == RedirectStatus.GONE:
            step.refusals["target"] = "Tujuan ini sendiri sudah dihapus (410). Pilih tujuan lain."
        else:
            step.redirect.take_answer_of(final)


def _put_upon(outcome: Outcome, row: Redirect | None) -> None:
    """Make an outcome a change of the row that the table has already."""
    if row is None:
        return
    changed = copy(row)
    changed.take_answer_of(outcome.redirect)
    if outcome.wanted.note is not None:
        changed.note = outcome.wanted.note
    outcome.before, outcome.redirect = row, changed
