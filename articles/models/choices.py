"""The stages, kinds and grounds of stories and photos, importing nothing of ours: querysets need them too."""

from django.db import models


class Stage(models.TextChoices):
    """Where a working copy stands. Only `articles.editorial.workflow` assigns it."""

    DRAFT = "draft", "Draf"
    IN_REVIEW = "in_review", "Menunggu redaktur"
    APPROVED = "approved", "Disetujui"
    SCHEDULED = "scheduled", "Terjadwal"
    PUBLISHED = "published", "Terbit"
    RETRACTED = "retracted", "Dicabut"
    SPIKED = "spiked", "Disisihkan"


class ContentClass(models.TextChoices):
    """News and advertising are kept apart from the start (Pedoman Media Siber 6a)."""

    NEWS = "news", "Berita"
    OPINION = "opinion", "Opini"
    ADVERTORIAL = "advertorial", "Advertorial"
    PARIWARA = "pariwara", "Pariwara"
    ADVERTISEMENT = "advertisement", "Iklan"
    SPONSORED = "sponsored", "Konten bersponsor"
    PRESS_RELEASE = "press_release", "Rilis pers"


# What somebody paid for. Its labels are among those that Pedoman Media Siber 6b names.
PAID = frozenset({ContentClass.ADVERTORIAL, ContentClass.PARIWARA, ContentClass.ADVERTISEMENT, ContentClass.SPONSORED})
# What somebody else wrote or paid for: who that was stands beside the label.
SUPPLIED = PAID | {ContentClass.PRESS_RELEASE}


class RevisionKind(models.TextChoices):
    SAVED = "saved", "Disimpan"
    RESTORED = "restored", "Dipulihkan"
    SET_ASIDE = "set_aside", "Disimpan terpisah"  # typed on top of a version that was no longer the latest


class EditionKind(models.TextChoices):
    FIRST = "first", "Terbit pertama"
    MINOR = "minor", "Perbaikan ketik"
    UPDATE = "update", "Pembaruan"
    CORRECTION = "correction", "Ralat"
    RETRACTION = "retraction", "Pencabutan"


class FollowUpKind(models.TextChoices):
    """Why a story answers another (Pedoman Media Siber 2d and 4)."""

    REPLY = "reply", "Hak jawab"
    VERIFICATION = "verification", "Hasil verifikasi"


class Verification(models.TextChoices):
    """Whether a story was verified. Somebody says so before it is published (Pedoman Media Siber 2a)."""

    UNSET = "", "Belum ditentukan"
    VERIFIED = "verified", "Terverifikasi"
    UNVERIFIED = "unverified", "Belum terverifikasi"
    INHERITED = "inherited", "Terbit di sistem lama"  # said by importers alone


class ConfirmationAnswer(models.TextChoices):
    ANSWERED = "answered", "Menjawab"
    REFUSED = "refused", "Menolak menjawab"
    SILENT = "silent", "Tidak menjawab"


class RetractionGround(models.TextChoices):
    """The only grounds on which published news may be withdrawn (Pedoman Media Siber 5a)."""

    SARA = "sara", "Menyangkut SARA"
    DECENCY = "kesusilaan", "Melanggar kesusilaan"
    CHILD = "masa_depan_anak", "Melindungi masa depan anak"
    TRAUMA = "trauma_korban", "Menghindari trauma korban"
    PRESS_COUNCIL = "dewan_pers", "Pertimbangan lain yang ditetapkan Dewan Pers"


# On these grounds the story's headline and address may themselves name whom the notice protects.
PROTECTING = frozenset({RetractionGround.CHILD, RetractionGround.TRAUMA})


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
    PARTLY_AI = "compositeWithTrainedAlgorithmicMedia", "Sebagian dibuat dengan kecerdasan buatan"


# What readers are told of a picture that is not simply a photograph (Kode Etik Jurnalistik 2).
SOURCE_LABELS: dict[str, str] = {
    DigitalSource.EDITED: "Ilustrasi",
    DigitalSource.ART: "Ilustrasi",
    DigitalSource.AI: "Gambar dibuat dengan kecerdasan buatan",
    DigitalSource.PARTLY_AI: "Gambar sebagian dibuat dengan kecerdasan buatan",
}


class RedirectStatus(models.IntegerChoices):
    MOVED = 301, "Dialihkan"
    GONE = 410, "Sudah dihapus"
