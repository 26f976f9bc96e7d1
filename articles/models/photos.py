from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone


class PhotoRights(models.TextChoices):
    """Why the newsroom may use a photo (Pedoman Media Siber 7)."""

    OWN = "own", "Foto sendiri"
    CITIZEN = "citizen", "Kiriman warga dengan izin"
    PRESS_OFFICE = "press_office", "Humas"
    AGENCY = "agency", "Kantor berita"
    CREATIVE_COMMONS = "cc", "Lisensi CC"
    PUBLIC_DOMAIN = "public_domain", "Domain publik"


class DigitalSource(models.TextChoices):
    """How a picture came about, after IPTC's DigitalSourceType (Peraturan Dewan Pers 1/2025)."""

    CAPTURE = "digitalCapture", "Foto kamera"
    EDITED = "compositeCapture", "Foto rekayasa"
    ART = "digitalArt", "Gambar atau ilustrasi"
    AI = "trainedAlgorithmicMedia", "Dibuat dengan kecerdasan buatan"


class Photo(models.Model):
    """A picture remade by us on upload (see `articles.photos`): upright, without metadata, in two sizes.

    `share` is what a shared link shows: cropped around the focal point, in the size and format that every
    network takes.
    """

    file = models.ImageField("berkas", upload_to="foto/", width_field="width", height_field="height", max_length=150)
    small = models.ImageField(upload_to="foto/", editable=False, max_length=150)
    share = models.ImageField(upload_to="foto/", editable=False, max_length=150)
    share_bytes = models.PositiveIntegerField(editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    caption = models.CharField("keterangan foto", max_length=400)
    credit = models.CharField(
        "kredit foto", max_length=120, help_text="Dicetak sebagai “(Foto: …)”; cukup tulis nama atau lembaganya."
    )
    creator = models.CharField("pemotret", max_length=120, blank=True)
    alt_text = models.CharField(
        "teks alternatif",
        max_length=300,
        blank=True,
        help_text="Apa yang terlihat, untuk pembaca yang tidak melihat foto.",
    )
    rights = models.CharField("hak pakai", max_length=20, choices=PhotoRights)
    digital_source = models.CharField(
        "asal gambar", max_length=40, choices=DigitalSource, default=DigitalSource.CAPTURE
    )
    taken_at = models.DateTimeField("waktu pengambilan", null=True, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        "titik fokus mendatar (%)", default=50, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        "titik fokus tegak (%)", default=50, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "foto"
        verbose_name_plural = "foto"
        ordering = ("-uploaded_at", "-pk")
        indexes = (models.Index(fields=["-uploaded_at", "-id"], name="photo_newest"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(focal_x__range=(0, 100), focal_y__range=(0, 100)), name="photo_focal_point_inside"
            ),
        )

    def __str__(self) -> str:
        return self.caption or f"Foto {self.pk}"
