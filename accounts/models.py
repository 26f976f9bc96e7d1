"""Readers with an account, and what each of them consented to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

NAME_LENGTH = 40


class Reader(models.Model):
    """What an account shows of its reader, and that they are of age (PP 17/2025: no birth date is stored)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="akun", related_name="reader", primary_key=True
    )
    display_name = models.CharField("nama tampilan", max_length=NAME_LENGTH)
    # The look of the name (accounts.names.skeleton), once the account's address is confirmed. Until then the
    # name is nobody's: a name held by whoever fills in the form would also tell which addresses have an account.
    name_key = models.CharField(max_length=2 * NAME_LENGTH, unique=True, null=True, blank=True, editable=False)
    is_adult = models.BooleanField("berusia 18 tahun atau lebih")
    joined_at = models.DateTimeField("bergabung", auto_now_add=True)

    class Meta:
        verbose_name = "pembaca"
        verbose_name_plural = "pembaca"

    def __str__(self) -> str:
        return self.display_name


class TermsVersion(models.Model):
    """A text that readers consented to, stored word for word. Rows are never changed."""

    digest = models.CharField("sidik", max_length=64, unique=True)
    text = models.TextField("teks")
    first_agreed_at = models.DateTimeField("pertama disetujui", auto_now_add=True)

    class Meta:
        verbose_name = "versi ketentuan"
        verbose_name_plural = "versi ketentuan"

    def __str__(self) -> str:
        return self.digest[:12]


class ConsentWay(models.TextChoices):
    SIGN_UP = "sign_up", "saat mendaftar"
    RENEWAL = "renewal", "saat ketentuan diperbarui"


class Consent(models.Model):
    """Which user consented to which text, when, and how (Pedoman Media Siber 3c; UU 27/2022 art. 20-24).

    After the account is gone, the row stays for a while as proof: without user and address, found again only
    by somebody who knows the account's e-mail address (`subject`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name="akun", related_name="consents"
    )
    subject = models.CharField(max_length=64, blank=True, editable=False)
    terms = models.ForeignKey(TermsVersion, models.PROTECT, verbose_name="ketentuan", related_name="consents")
    way = models.CharField("cara", max_length=10, choices=ConsentWay)
    given_at = models.DateTimeField("waktu", auto_now_add=True)
    address = models.GenericIPAddressField("alamat IP", null=True)
    closed_at = models.DateTimeField("akun dihapus", null=True)

    class Meta:
        verbose_name = "persetujuan"
        verbose_name_plural = "persetujuan"
        ordering = ("given_at", "pk")

    def __str__(self) -> str:
        return f"{self.terms} {self.given_at:%Y-%m-%d}"


class LimitCount(models.Model):
    """How often something limited was done in one span of time (`accounts.limits`). Emptied once it is over."""

    key = models.CharField(max_length=80, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "comments_limitcount"  # where comments began to count
        verbose_name = "hitungan batas"
        verbose_name_plural = "hitungan batas"

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class KnownNetwork(models.Model):
    """A network from which somebody has signed in, by a keyed digest (`accounts.known_places`)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_networks")
    digest = models.CharField(max_length=64)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "jaringan yang dikenal"
        verbose_name_plural = "jaringan yang dikenal"
        constraints = (models.UniqueConstraint(fields=["user", "digest"], name="knownnetwork_once"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.digest[:12]}"


class NoticeMail(models.TextChoices):
    AT_ONCE = "at_once", "Langsung, satu surel tiap kabar"
    DIGEST = "digest", "Rangkuman pagi dan sore"
    NONE = "none", "Tanpa surel, di meja saja"


class NoticeChoice(models.Model):
    """How somebody of the newsroom hears of it by mail; without a row, at once."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True)
    mail = models.CharField("surel", max_length=10, choices=NoticeMail, default=NoticeMail.AT_ONCE)

    class Meta:
        verbose_name = "pilihan kabar"
        verbose_name_plural = "pilihan kabar"

    def __str__(self) -> str:
        return f"{self.user_id}: {self.mail}"


class Notice(models.Model):
    """This happened, and this person should know (`accounts.notices`).

    Attributes:
        key: of what happened; nobody is told of the same twice.
        address: the page at the desk that it is about.
        digest_at: when it is due in a digest; None for what goes by no digest, or has gone.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    address = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    digest_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "kabar"
        verbose_name_plural = "kabar"
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="notice_once"),)
        indexes = (
            models.Index(fields=["user", "-id"], name="notice_newest"),
            models.Index(fields=["user"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["digest_at"], condition=models.Q(digest_at__isnull=False), name="notice_digest"),
        )

    def __str__(self) -> str:
        return self.title


class RoleProposal(models.Model):
    """A role that an administrator would give somebody, and that takes a second person to give (`accounts.access`)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="proposed_roles")
    group = models.ForeignKey("auth.Group", models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "usulan peran"
        verbose_name_plural = "usulan peran"
        constraints = (models.UniqueConstraint(fields=["user", "group", "by"], name="roleproposal_once"),)

    def __str__(self) -> str:
        return f"{self.group} untuk {self.user_id}"
