from django.db import models
from django.utils import timezone

from articles.models import Article, Photo
from jobs.models import Job

LONGEST_ID = 200


class Source(models.Model):
    """A site that stories came from."""

    kind = models.CharField("jenis", max_length=40)
    name = models.CharField("nama", max_length=200)  # its address without scheme and "www.", or its title
    called = models.JSONField("sebutan", default=list)  # what the paper called itself: its title, its host
    mapping = models.JSONField("pemetaan", default=dict)  # the last one used, as `mapping.Mapping` writes it
    created_at = models.DateTimeField("dibuat", default=timezone.now)

    class Meta:
        verbose_name = "situs lama"
        verbose_name_plural = "situs lama"
        constraints = (models.UniqueConstraint(fields=["kind", "name"], name="source_once"),)

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """What became of something that a source held."""

    PUBLISHED = "published", "Terbit"
    DRAFT = "draft", "Draf"
    MADE = "made", "Dibuat"
    SKIPPED = "skipped", "Dilewati"


class ImportedRow(models.Model):
    """One thing that a source held: what came, and what became of it. It makes a second run import nothing twice."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="rows")
    kind = models.CharField("jenis", max_length=20)
    foreign_id = models.CharField("nomor di sana", max_length=LONGEST_ID)
    title = models.CharField("judul", max_length=200, blank=True)
    digest = models.CharField(max_length=64)  # SHA-256 of what came
    original = models.JSONField("asli", default=dict)  # as it came, but for what is nobody's business (mails, hashes)
    outcome = models.CharField("hasil", max_length=10, choices=Outcome)
    reason = models.CharField("alasan", max_length=400, blank=True)
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="imported_from")
    target = models.BigIntegerField(null=True)  # the key of the author, section, comment or photo that it became
    addresses = models.JSONField(default=list)  # paths that it had over there
    changed = models.BooleanField("berubah di sana", default=False)  # since it was imported
    made_in = models.ForeignKey(Job, models.PROTECT, related_name="+")
    seen_in = models.ForeignKey(Job, models.PROTECT, related_name="+")  # the last run that met it

    class Meta:
        verbose_name = "baris pindahan"
        verbose_name_plural = "baris pindahan"
        indexes = (models.Index(fields=["source", "seen_in", "id"], name="importedrow_of_run"),)
        constraints = (
            models.UniqueConstraint(fields=["source", "kind", "foreign_id"], name="importedrow_once"),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="importedrow_outcome_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.foreign_id}"


class PictureState(models.TextChoices):
    """How far a picture of an old site has come."""

    WAITING = "waiting", "Belum diambil"
    TAKEN = "taken", "Ada di sini"
    MISSING = "missing", "Tidak didapat"
    IGNORED = "ignored", "Diabaikan"


class OldPicture(models.Model):
    """A picture of an old site, and what became of it: one row however many stories and sizes show it."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="pictures")
    key = models.CharField(max_length=LONGEST_ID)  # its largest version's address, without scheme and "www."
    url = models.TextField("alamat di sana", blank=True)
    attachment = models.CharField("nomor lampiran", max_length=LONGEST_ID, blank=True)
    caption = models.TextField("keterangan", blank=True)
    alt = models.TextField("teks alternatif", blank=True)
    headline = models.CharField("judul berita", max_length=200, blank=True)  # of a story that shows it
    posts = models.JSONField("dipakai di", default=list)  # what the source calls the stories that show it
    state = models.CharField("keadaan", max_length=10, choices=PictureState, default=PictureState.WAITING)
    reason = models.CharField("alasan", max_length=400, blank=True)
    photo = models.ForeignKey(Photo, models.SET_NULL, null=True, related_name="moved_from")
    tried_in = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")  # the last run that asked for it

    class Meta:
        verbose_name = "gambar situs lama"
        verbose_name_plural = "gambar situs lama"
        indexes = (
            models.Index(fields=["source", "attachment"], name="oldpicture_by_attachment"),
            models.Index(fields=["source", "state", "id"], name="oldpicture_of_state"),
        )
        constraints = (
            models.UniqueConstraint(fields=["source", "key"], name="oldpicture_once"),
            models.CheckConstraint(condition=models.Q(state__in=PictureState.values), name="oldpicture_state_known"),
        )

    def __str__(self) -> str:
        return self.url or f"lampiran {self.attachment}"
