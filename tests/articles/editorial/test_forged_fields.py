"""What no page of ours would send changes nothing that it should not, and is answered without a failure."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from accounts import roles
from articles.editorial import revisions
from articles.editorial.workflow import VERBS
from articles.models import Article, Edition, Photo, Revision, Section, Stage, StageChange, Tag
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk, Fields

# Columns of a story that no form asks for.
KEPT = ("stage", "stage_since", "publish_at", "created_by_id", "submitted_by_id", "approved_by_id", "created_at")
NOT_NUMBERS = ["", "abc", "-1", "1.5", "²", "0x10", "1e3", "9" * 40, "null", "1\x00", "[1]", "' OR 1=1 --"]
HUGE = "x" * 1_000_000


@pytest.fixture
def rina(cast: Cast) -> AtDesk:
    return AtDesk(cast.reporter)


@pytest.fixture
def lukman(cast: Cast) -> AtDesk:
    return AtDesk(cast.editor)


def stored(article: Article) -> dict[str, Any]:
    """Everything about a story: its row, its byline and topics, and what was ever recorded of it."""
    row = Article.objects.filter(pk=article.pk).values().get()
    return row | {
        "authors": [author.pk for author in article.ordered_authors()],
        "tags": sorted(article.tags.names()),
        "revisions": Revision.objects.filter(article=article).count(),
        "steps": StageChange.objects.filter(article=article).count(),
        "editions": Edition.objects.filter(article=article).count(),
    }


def forged(cast: Cast) -> dict[str, Any]:
    return {
        "id": 4711,
        "pk": 4711,
        "stage": Stage.PUBLISHED,
        "stage_since": "2020-01-01T00:00",
        "publish_at": "2020-01-01T00:00",
        "publish_at_0": "2020-01-01",
        "version": 99,
        "created_by": cast.other_reporter.pk,
        "owner": cast.other_reporter.pk,
        "submitted_by": cast.other_reporter.pk,
        "approved_by": cast.editor.pk,
        "created_at": "2020-01-01T00:00",
        "updated_at": "2020-01-01T00:00",
        "authors": cast.other_reporter.author.pk,
        "editions": 1,
        "by": cast.editor.pk,
        "now": "2020-01-01T00:00",
        "kind": "restored",
    }


def test_a_new_story_is_its_writers_own_draft_whatever_was_sent(cast: Cast, rina: AtDesk) -> None:
    rina.save(headline="Baru", **forged(cast))
    article = Article.objects.get()
    assert (article.stage, article.version, article.created_by) == (Stage.DRAFT, 1, cast.reporter)
    assert (article.publish_at, article.submitted_by, article.approved_by) == (None, None, None)
    assert timezone.now() - article.created_at < timedelta(minutes=1)
    assert article.ordered_authors() == [cast.reporter.author]
    assert Revision.objects.get().by == cast.reporter


def test_a_save_changes_only_what_the_form_asks_for(cast: Cast, rina: AtDesk) -> None:
    article = make.draft()
    before = stored(article)
    rina.save(article, headline="Judul baru", **forged(cast))
    after = stored(article)
    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
    assert (after["headline"], after["version"], after["authors"]) == ("Judul baru", 2, before["authors"])
    assert not Article.objects.exclude(pk=article.pk).exists()


@pytest.mark.both_databases
def test_a_version_that_is_none_saves_nothing(rina: AtDesk) -> None:
    article = make.draft()
    before = stored(article)
    for version in [*NOT_NUMBERS, str(2**31 - 1), str(2**31), str(2**63)]:
        assert rina.save(article, headline="Judul baru", base_version=version).status_code == 200
        assert stored(article) == before


@pytest.mark.both_databases
@pytest.mark.parametrize("version", ["0", "2", str(2**31 - 2)])
def test_a_version_that_is_not_the_stories_keeps_the_text_aside(rina: AtDesk, version: str) -> None:
    article = make.draft()
    before = stored(article)
    response = rina.save(article, headline="Judul baru", base_version=version)
    assert rina.client.get(response["Location"]).status_code == 200
    assert stored(article) == before | {"revisions": before["revisions"] + 1}


@pytest.mark.both_databases
@pytest.mark.parametrize("field", ["section", "photo", "editor", "byline"])
def test_a_row_that_is_none_is_refused(rina: AtDesk, field: str) -> None:
    article = make.draft()
    before = stored(article)
    for number in NOT_NUMBERS[1:]:
        response = rina.save(article, **{"headline": "Judul baru", field: [number]})
        assert field in response.context["adminform"].form.errors, number
        assert stored(article) == before


TEXT_FIELDS = ("headline", "subheadline", "place", "summary", "body", "photo_caption", "tags", "advertiser", "slug")


@pytest.mark.both_databases
@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_a_null_character_is_refused_in_words(rina: AtDesk, field: str) -> None:
    article = make.draft()
    before = stored(article)
    response = rina.save(article, **{field: "a\x00b"})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors[field]
    assert stored(article) == before


@pytest.mark.both_databases
@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_other_control_characters_and_half_characters_never_reach_the_database(rina: AtDesk, field: str) -> None:
    article = make.draft()
    rina.save(article, **{field: "a\x01\x7f\ufffeb\u202e"})
    if field not in {"tags", "slug"}:
        assert getattr(Article.objects.get(pk=article.pk), field) == "ab"


@pytest.mark.parametrize("field", sorted(set(TEXT_FIELDS) - {"body", "tags", "slug"}))
def test_what_nobody_sees_is_taken_out_and_what_makes_emoji_and_arabic_stays(rina: AtDesk, field: str) -> None:
    article = make.draft()
    rina.save(article, **{field: "\u202eFe\u200bri\u2066 \ufeff\u00ad👩\u200d🌾 \u200fمرحبا"})
    assert getattr(Article.objects.get(pk=article.pk), field) == "Feri 👩\u200d🌾 \u200fمرحبا"


@pytest.mark.both_databases
@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_a_huge_value_is_refused_at_its_field(rina: AtDesk, field: str) -> None:
    article = make.draft()
    before = stored(article)
    response = rina.save(article, **{field: HUGE})
    assert list(response.context["adminform"].form.errors) == [field]
    assert stored(article) == before


def test_a_thousand_topics_are_refused(rina: AtDesk) -> None:
    article = make.draft()
    topics = Tag.objects.count()
    response = rina.save(article, tags=",".join(f"topik {n}" for n in range(1000)))
    assert "Paling banyak 30 topik" in response.content.decode()
    assert Tag.objects.count() == topics


def test_a_request_beyond_all_limits_is_a_bad_request(rina: AtDesk) -> None:
    article = make.draft()
    assert rina.save(article, body=HUGE * 4).status_code == 400
    assert rina.save(article, byline=["1"] * 2000).status_code == 400


BEYOND_A_REPORTER = [name for name in VERBS if name != "submit"]
NO_VERBS = ["delete", "__init__", "_move", "act", "approve ", "APPROVE", "\x00", "../", "x" * 5000]


@pytest.mark.parametrize("verb", [*BEYOND_A_REPORTER, *NO_VERBS])
def test_a_reporter_gets_no_further_by_the_name_of_a_verb(rina: AtDesk, verb: str) -> None:
    article = make.draft()
    for given in (verb, ["submit", verb]):
        response = rina.save(article, headline="Judul baru", _verb=given, reason="x", kind="first", note="x")
        assert response.status_code == 302
        rina.client.get(response["Location"], follow=True)
    article.refresh_from_db()
    assert (article.headline, article.stage) == ("Judul baru", Stage.DRAFT)
    assert not StageChange.objects.exists()


def test_what_may_not_be_done_is_said_and_the_text_is_saved(rina: AtDesk) -> None:
    article = make.draft()
    response = rina.save(article, headline="Judul baru", _verb="approve")
    assert "Anda tidak berhak melakukan “Setujui”" in rina.read(response["Location"])


@pytest.mark.parametrize("verb", ["withdraw", "approve", "send_back", "publish", "schedule", "spike"])
def test_a_step_without_a_version_is_not_taken(cast: Cast, lukman: AtDesk, verb: str) -> None:
    article = make.in_review(by=cast.editor)
    before = stored(article)
    fields = {"reason": "x", "kind": "minor", "note": "x", "at": "2099-01-01T06:00", "far": "on"}
    for version in (value for value in NOT_NUMBERS if not value.isdecimal()):
        address = f"{STORIES}{article.pk}/langkah/{verb}/"
        assert lukman.client.post(address, fields | {"version": version}).status_code == 200
        assert stored(article) == before


@pytest.mark.parametrize("version", ["0", "1", "3", str(2**31), "9" * 40])
def test_a_step_of_another_version_is_not_taken(lukman: AtDesk, version: str) -> None:
    article = make.in_review()  # version 2
    before = stored(article)
    response = lukman.client.post(f"{STORIES}{article.pk}/langkah/approve/", {"version": version})
    assert response.status_code == 409
    assert stored(article) == before


@pytest.mark.parametrize(
    "at", ["", "besok", "2020-01-01T00:00", "0001-01-01T00:00", "99999-01-01T00:00", "2099-13-01T00:00", "\x00", HUGE]
)
def test_a_time_that_is_none_schedules_nothing(lukman: AtDesk, at: str) -> None:
    article = make.approved()
    before = stored(article)
    response = lukman.step(article, "schedule", at=at)
    assert response.status_code == 200
    assert response.context["form"].errors["at"]
    assert stored(article) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": ""},
        {"kind": "first", "note": "x"},
        {"kind": "retraction", "note": "x"},
        {"kind": "correction", "note": ""},
        {"kind": "correction", "note": " \n "},
        {"kind": "correction", "note": "a\x00"},
        {"kind": "correction", "note": HUGE},
        {"kind": ["minor", "x"]},
    ],
)
def test_a_change_without_its_kind_and_note_is_not_published(lukman: AtDesk, fields: dict[str, Any]) -> None:
    article = make.reopened()
    article = revisions_submitted(article, lukman)
    before = stored(article)
    response = lukman.step(article, "publish", **fields)
    assert response.status_code == 200
    assert stored(article) == before


def revisions_submitted(article: Article, by: AtDesk) -> Article:
    by.step(article, "submit")
    return Article.objects.get(pk=article.pk)


@pytest.mark.parametrize(
    "fields",
    [
        {"ground": "permintaan", "note": "Diminta pihak luar."},
        {"ground": "", "note": "x"},
        {"ground": "sara", "note": ""},
        {"ground": "sara", "note": "\x00"},
        {"ground": "sara", "note": HUGE},
    ],
)
def test_a_retraction_without_ground_and_reason_is_not_made(cast: Cast, fields: dict[str, Any]) -> None:
    article = make.published()
    before = stored(article)
    response = AtDesk(cast.managing_editor).step(article, "retract", **fields)
    assert response.status_code == 200
    assert stored(article) == before


def bulk(person: AtDesk, action: Any, *chosen: Any, **fields: Any) -> Any:
    return person.client.post(STORIES, {"action": action, "_selected_action": list(chosen), "index": 0} | fields)


@pytest.mark.both_databases
def test_a_bulk_action_on_rows_that_are_none_does_nothing(lukman: AtDesk) -> None:
    article = make.in_review()
    before = stored(article)
    for number in NOT_NUMBERS[1:]:
        assert bulk(lukman, "bulk_approve", number).status_code == 400
        assert bulk(lukman, "bulk_approve", article.pk, number).status_code == 400
    assert stored(article) == before


def test_a_bulk_action_reaches_only_the_rows_that_were_ticked(lukman: AtDesk) -> None:
    ticked, other = make.in_review(), make.in_review()
    for across in ("1", "true", "on"):
        bulk(lukman, "bulk_approve", ticked.pk, select_across=across)
    assert Article.objects.get(pk=ticked.pk).stage == Stage.APPROVED
    assert Article.objects.get(pk=other.pk).stage == Stage.IN_REVIEW


def test_a_bulk_action_reaches_no_story_that_one_may_not_know_of(cast: Cast) -> None:
    article = make.draft()
    before = stored(article)
    response = bulk(AtDesk(cast.other_reporter), "bulk_submit", article.pk)
    assert article.headline not in AtDesk(cast.other_reporter).read(response["Location"])
    assert stored(article) == before


@pytest.mark.parametrize(
    "action", ["", "delete_selected", "bulk_publish", "bulk_retract", "delete", "__class__", "\x00", HUGE, ["a", "b"]]
)
def test_an_action_that_is_none_does_nothing(cast: Cast, action: Any) -> None:
    article = make.in_review()
    before = stored(article)
    for fields in ({}, {"post": "yes"}, {"index": "abc"}, {"index": "-5"}, {"index": "9" * 40}):
        assert bulk(AtDesk(cast.managing_editor), action, article.pk, **fields).status_code in {200, 302}
    assert stored(article) == before


def test_an_action_posted_to_a_storys_own_page_is_an_ordinary_save(lukman: AtDesk) -> None:
    article = make.in_review()
    lukman.save(article, action="bulk_approve", _selected_action=article.pk, **{"CHANGE_FORM-action": "bulk_approve"})
    assert Article.objects.get(pk=article.pk).stage == Stage.IN_REVIEW


def test_saving_as_new_leaves_the_story_alone(rina: AtDesk) -> None:
    article = make.draft()
    before = stored(article)
    rina.save(article, headline="Salinan", _saveasnew="1")
    assert stored(article) == before
    for other in Article.objects.exclude(pk=article.pk):
        assert (other.stage, other.created_by) == (Stage.DRAFT, rina.user)


ASKING = {"app_label": "articles", "model_name": "article", "field_name": "section"}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 200),
        ({"term": "met" * 5000}, 200),
        ({"term": "\x00"}, 400),
        ({"page": "2"}, 404),
        ({"page": "abc"}, 404),
        ({"page": "9" * 40}, 404),
        ({"model_name": "revision", "field_name": "article"}, 403),
        ({"model_name": "edition", "field_name": "published_by"}, 403),
        ({"model_name": "article", "field_name": "created_by"}, 403),
        ({"model_name": "article", "field_name": "headline"}, 403),
        ({"model_name": "article", "field_name": "lead"}, 404),
        ({"model_name": "article", "field_name": "tidak_ada"}, 403),
        ({"app_label": "auth", "model_name": "user", "field_name": "groups"}, 404),
        ({"app_label": "auth", "model_name": "user", "field_name": "user_permissions"}, 403),
        ({"app_label": "sessions", "model_name": "session", "field_name": "x"}, 403),
        ({"app_label": "admin", "model_name": "logentry", "field_name": "user"}, 403),
        ({"app_label": "", "model_name": "", "field_name": ""}, 403),
        ({"model_name": "article.section"}, 403),
        ({"model_name": HUGE[:5000]}, 403),
    ],
)
def test_an_autocomplete_answers_the_forms_of_the_desk_and_nobody_else(
    cast: Cast, changed: dict[str, str], status: int
) -> None:
    for person in (cast.reporter, cast.managing_editor):
        assert AtDesk(person).client.get("/admin/autocomplete/", ASKING | changed).status_code == status


def test_a_lead_storys_autocomplete_shows_published_stories_only(cast: Cast) -> None:
    make.draft(headline="Feri rahasia")
    make.published(headline="Feri terbit")
    html = AtDesk(cast.editor).read(
        "/admin/autocomplete/?app_label=articles&model_name=leadstory&field_name=article&term=feri"
    )
    assert "Feri terbit" in html
    assert "rahasia" not in html


LISTS = ["article", "leadstory", "photo", "tag", "section", "author", "editor", "page"]
ADDRESSES = [*(f"/admin/articles/{name}/" for name in LISTS), "/admin/auth/user/", "/admin/auth/group/"]
QUERIES: list[tuple[dict[str, Any], set[int]]] = [
    ({"q": "' OR 1=1 --"}, {200}),
    ({"q": "%_\\\"'" * 500}, {200}),
    ({"q": "\x00"}, {400}),
    ({"p": "x"}, {200, 302}),
    ({"p": "WyJuIl0="}, {200, 302}),
    ({"o": "1.-2.99"}, {200}),
    ({"all": ""}, {200}),
    ({"e": "1"}, {200}),
    ({"e": "1", "p": "x"}, {200, 302}),
    ({"_facets": "True"}, {200}),
    ({"_popup": "1"}, {200}),
    ({"_to_field": "password"}, {200, 400}),
    ({"_to_field": "id"}, {200}),
    ({"tidak_ada": "1"}, {200, 302, 400}),
    ({"id__in": "1,2"}, {200, 400}),
    ({"pk__gt": "0"}, {200, 400}),
    ({"headline__regex": "(a+)+$"}, {200, 302, 400}),
    ({"created_by__password__startswith": "p"}, {200, 302, 400}),
    ({"user__password__startswith": "p"}, {200, 302, 400}),
    ({"password__startswith": "p"}, {200, 302, 400}),
    ({"section__id__exact": "abc"}, {200, 302, 400}),
    ({"section__id__exact": "9" * 40}, {200, 302, 400}),
    ({"section__parent__name__regex": "(a+)+$"}, {200, 302, 400}),
    ({"section__isnull": "abc"}, {200, 302, 400}),
    ({"rights__exact": "x", "digital_source__in": "x"}, {200, 302, 400}),
    ({"is_active__exact": "abc"}, {200, 302, 400}),
    ({"tahap": "x", "milik": "semua", "peran": "9" * 40, "akun": "x"}, {200, 302, 400}),
    ({"peran": "9" * 5000}, {200, 302, 400}),
]


@pytest.mark.both_databases
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_list_bears_any_query(cast: Cast, address: str) -> None:
    make.published(photo=make.photo())
    person = AtDesk(cast.administrator if "auth" in address else cast.managing_editor)
    for query, statuses in QUERIES:
        assert person.client.get(address, query).status_code in statuses, query


def test_a_filter_compares_nothing_that_the_list_does_not_offer(cast: Cast) -> None:
    """Else passwords could be guessed letter by letter, and a whole archive searched by expression."""
    make.draft()
    hasan, agus = AtDesk(cast.managing_editor), AtDesk(cast.administrator)
    for query in ("headline__regex=a", "body__contains=a", "created_by__password__startswith=m", "id__gt=0"):
        assert hasan.client.get(f"{STORIES}?{query}").status_code == 400
    assert hasan.client.get("/admin/articles/author/?user__password__startswith=m").status_code == 400
    assert agus.client.get("/admin/auth/user/?password__startswith=m").status_code == 400


@pytest.mark.both_databases
@pytest.mark.parametrize("number", ["0", "-1", "abc", "%00", "9" * 40, "_5F", "1/2", ".."])
def test_an_address_with_a_number_that_is_none_is_not_found(cast: Cast, number: str) -> None:
    make.draft()
    hasan = AtDesk(cast.managing_editor)
    for address in (
        f"{STORIES}{number}/change/",
        f"{STORIES}{number}/history/",
        f"{STORIES}{number}/langkah/submit/",
        f"{STORIES}1/revisi/{number}/",
        f"{STORIES}1/bentrok/{number}/",
        f"{STORIES}1/bandingkan/?dari={number}&ke={number}",
        f"/admin/articles/photo/{number}/change/",
        f"/admin/articles/photo/{number}/delete/",
        f"/admin/articles/tag/{number}/history/",
    ):
        assert hasan.client.get(address).status_code in {400, 404}, address
    assert hasan.client.post(f"{STORIES}1/revisi/{number}/pulihkan/").status_code == 404


@pytest.mark.both_databases
def test_a_revision_of_another_story_is_not_found(cast: Cast, rina: AtDesk) -> None:
    """Neither to read nor to restore nor to merge, and least of all one that the reporter may not know of."""
    own, others = make.draft(), make.draft(by=cast.other_reporter, headline="Naskah orang lain")
    revision = revisions.set_aside(others, by=cast.other_reporter, authors=[], tags=[], base_version=1)
    for address in (f"revisi/{revision.pk}/", f"bentrok/{revision.pk}/", f"bandingkan/?dari={revision.pk}&ke=1"):
        assert rina.client.get(f"{STORIES}{own.pk}/{address}").status_code == 404
    assert rina.client.post(f"{STORIES}{own.pk}/revisi/{revision.pk}/pulihkan/").status_code == 404
    for asked in (revision.pk, "abc", "9" * 5000, "²", revisions.latest(own).pk):
        assert rina.client.get(f"{STORIES}{own.pk}/change/", {"gabung": asked}).status_code == 404


def test_a_merge_takes_only_the_fields_of_a_story_from_either_side(rina: AtDesk) -> None:
    article = make.draft()
    late = revisions.set_aside(
        Article(pk=article.pk, headline="Judul saya"), by=rina.user, authors=[], tags=[], base_version=1
    )
    form = rina.read(
        f"{STORIES}{article.pk}/change/?gabung={late.pk}&headline=mine&stage=mine&version=mine&body=lain&x=theirs"
    )
    assert "Judul saya" in form
    assert stored(article)["stage"] == Stage.DRAFT


def test_a_photo_stays_its_uploaders_with_its_own_file(cast: Cast, rina: AtDesk) -> None:
    photo = make.photo(uploaded_by=cast.reporter)
    response = rina.client.post(
        f"/admin/articles/photo/{photo.pk}/change/",
        {
            "caption": "Keterangan baru", "credit": "Rina", "rights": "own", "digital_source": "digitalCapture",
            "original": "../../settings.py", "sha256": "x", "renditions": "{}", "width": 1, "height": 1, "focal_x": 10,
            "withdrawn_at": "2020-01-01", "withdrawn_reason": "x", "blurred": "[]", "crops": "{}",
            "uploaded_by": cast.other_reporter.pk, "uploaded_at": "2020-01-01", "upload": "x",
        },
    )  # fmt: skip
    assert response.status_code == 302
    after = Photo.objects.get(pk=photo.pk)
    assert (after.caption, after.focal_x) == ("Keterangan baru", 50)
    kept = ("original", "sha256", "renditions", "width", "height", "withdrawn_at", "blurred", "crops")
    assert [getattr(after, name) for name in kept] == [getattr(photo, name) for name in kept]
    assert (after.uploaded_by, after.uploaded_at) == (cast.reporter, photo.uploaded_at)


@pytest.mark.parametrize("focal", ["-1", "101", "abc", "9" * 40])
def test_a_focal_point_outside_the_photo_is_refused(cast: Cast, rina: AtDesk, focal: str) -> None:
    photo = make.photo(uploaded_by=cast.reporter)
    fields = {"focal_x": focal, "focal_y": 50, "crops": "{}"}
    response = rina.client.post(f"/admin/articles/photo/{photo.pk}/potongan/", fields)
    assert response.status_code == 200
    assert Photo.objects.get(pk=photo.pk).focal_x == 50


def test_a_section_below_itself_or_three_deep_is_refused(cast: Cast) -> None:
    hasan = AtDesk(cast.managing_editor)
    for section, parent in ((cast.metropolis, cast.metropolis), (cast.ekonomi, cast.samarinda)):
        fields: Fields = {"name": [section.name], "position": ["1"], "parent": [str(parent.pk)]}
        assert hasan.client.post(f"/admin/articles/section/{section.pk}/change/", fields).status_code == 200
        assert Section.objects.get(pk=section.pk).parent is None


def test_an_administrator_raises_nobody_above_a_role(cast: Cast) -> None:
    agus = AtDesk(cast.administrator)
    someone = {
        "username": "dewi", "first_name": "Dewi", "is_staff": "on", "is_active": "on",
        "groups": Group.objects.get(name=roles.MODERATOR).pk,
    }  # fmt: skip
    everything = {
        "is_superuser": "on", "user_permissions": [right.pk for right in Permission.objects.all()[:50]],
        "password": "terbuka", "last_login": "2020-01-01", "id": cast.administrator.pk,
    }  # fmt: skip
    agus.client.post(f"/admin/auth/user/{cast.moderator.pk}/change/", someone | everything)
    cast.moderator.refresh_from_db()
    assert cast.moderator.is_superuser is False
    assert not cast.moderator.user_permissions.exists()
    assert cast.moderator.password != "terbuka"
    own = {"username": "agus", "groups": [group.pk for group in Group.objects.all()], "is_active": ""}
    agus.client.post(f"/admin/auth/user/{cast.administrator.pk}/change/", own | everything)
    cast.administrator.refresh_from_db()
    assert [group.name for group in cast.administrator.groups.all()] == [roles.ADMINISTRATOR]
    assert (cast.administrator.is_superuser, cast.administrator.is_active) == (False, True)


@pytest.mark.parametrize(
    "target", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)", "/\\jahat.example"]
)
def test_signing_in_leads_nowhere_else(cast: Cast, target: str) -> None:
    visitor = AtDesk(cast.reporter).client
    visitor.logout()
    response = visitor.post("/akun/masuk/", {"login": "rina", "password": "rahasia-dapur-redaksi", "next": target})
    assert (response.status_code, response["Location"]) == (302, "/admin/")


@pytest.mark.parametrize(
    ("window", "status"),
    [
        ({"_popup": "1"}, 200),
        ({"_popup": "1", "_to_field": "id"}, 200),
        ({"_popup": ["1", "x"], "_to_field": ""}, 200),
        ({"_to_field": "file"}, 400),
        ({"_to_field": "uploaded_by__password"}, 400),
        ({"_to_field": "tidak_ada"}, 400),
        ({"_popup": "\x00"}, 400),
    ],
)
def test_a_window_of_the_desk_hands_over_a_rows_number_and_nothing_else(
    rina: AtDesk, window: dict[str, Any], status: int
) -> None:
    for address in ("/admin/articles/photo/add/", f"{STORIES}add/"):
        assert rina.client.get(address, window).status_code == status, address


def test_a_photo_from_a_window_comes_back_as_its_number(rina: AtDesk) -> None:
    fields = {"caption": "</script><script>alert(1)</script>", "credit": "Rina", "rights": "own"}
    fields |= {"digital_source": "digitalCapture", "_popup": "1", "_to_field": "id", "_source_model": "x.y"}
    upload = make.picture()
    upload.name = "foto.jpg"
    response = rina.client.post("/admin/articles/photo/add/", fields | {"focal_x": 50, "focal_y": 50, "upload": upload})
    assert response.status_code == 200
    assert f"&quot;value&quot;: &quot;{Photo.objects.get().pk}&quot;" in response.content.decode()
    assert "<script>alert" not in response.content.decode()
