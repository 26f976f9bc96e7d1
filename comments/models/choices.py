"""Where comments, complaints and appeals stand, and why, importing nothing of ours: querysets need it too."""

from django.db import models


class Status(models.TextChoices):
    """Where a comment stands. Only `comments.lifecycle` assigns it."""

    PUBLISHED = "published", "Terbit"
    HELD = "held", "Ditahan"
    REFUSED = "refused", "Ditolak"
    HIDDEN = "hidden", "Disembunyikan"
    DELETED = "deleted", "Dihapus"


class DiscussionState(models.TextChoices):
    BY_RULE = "", "Menurut aturan situs"
    OPEN = "open", "Dibuka"
    CLOSED = "closed", "Ditutup"


class Decision(models.TextChoices):
    """What becomes of a comment because of one check; the gravest of all checks decides."""

    LET = "let", "Loloskan"
    NOTE = "note", "Catat saja"
    HOLD = "hold", "Tahan"
    REFUSE = "refuse", "Tolak"


class WordKind(models.TextChoices):
    BANNED = "banned", "Terlarang"
    AIMED = "aimed", "Terlarang bila ditujukan kepada orang"
    WATCHED = "watched", "Diawasi"
    GAMBLING = "gambling", "Promosi judi"
    WELCOME = "welcome", "Situs yang boleh ditautkan"


class ReportReason(models.TextChoices):
    """The three groups of Pedoman Media Siber 3c, and what else readers complain of."""

    LIES = "bohong", "Bohong, fitnah, sadis, atau cabul"
    HATRED = "kebencian", "Prasangka atau kebencian suku, agama, ras, antargolongan; ajakan kekerasan"
    BELITTLING = "merendahkan", "Diskriminatif, atau merendahkan orang lemah, miskin, sakit, atau disabilitas"
    PERSONAL = "data_pribadi", "Memuat data pribadi orang"
    PROMOTION = "promosi", "Promosi, judi, atau penipuan"
    RUDE = "kasar", "Kata-kata kasar"
    OTHER = "lainnya", "Lainnya"


class ReportOutcome(models.TextChoices):
    OPEN = "", "Menunggu keputusan"
    KEPT = "kept", "Komentar tetap tampil"
    HIDDEN = "hidden", "Komentar disembunyikan"
    EDITED = "edited", "Komentar disunting redaksi"
    DELETED = "deleted", "Komentar dihapus penulisnya"


class ReportEventKind(models.TextChoices):
    RECEIVED = "received", "Diterima"
    HIDDEN = "hidden", "otomatis: batas 2x24 jam"
    DECIDED = "decided", "Diputuskan"
    TOLD = "told", "Pelapor diberi tahu"
    CORRECTED = "corrected", "Keputusan dibetulkan"


class RefusalReason(models.TextChoices):
    """Why a comment does not stand there: the first three are those of the written consent (3c)."""

    LIES = "bohong", "Bohong, fitnah, sadis, atau cabul"
    HATRED = "kebencian", "Kebencian suku, agama, ras, antargolongan; ajakan kekerasan"
    BELITTLING = "merendahkan", "Diskriminatif, atau merendahkan yang lemah"
    PERSONAL = "data_pribadi", "Memuat data pribadi orang"
    RUDE = "kasar", "Kata-kata kasar"
    PROMOTION = "promosi", "Promosi atau tautan"
    OFF_TOPIC = "di_luar_topik", "Di luar topik berita"
    OTHER = "lainnya", "Lainnya"


class AppealOutcome(models.TextChoices):
    OPEN = "", "Menunggu moderator lain"
    GRANTED = "granted", "Banding diterima"
    UPHELD = "upheld", "Keputusan tetap"


class SanctionKind(models.TextChoices):
    WARNING = "warning", "Peringatan"
    SUSPENSION = "suspension", "Ditangguhkan"
    BAN = "ban", "Diblokir"
    REVIEW = "review", "Selalu diperiksa"
