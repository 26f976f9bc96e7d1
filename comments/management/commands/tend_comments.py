from typing import Any

from django.utils import timezone

from comments import decision_mail, hot_stories, reports
from jobs.timers import TimerCommand


class Command(TimerCommand):
    help = (
        "Mencatat komentar yang disembunyikan karena batas 2x24 jam lewat, menjawab aduan atas komentar yang sudah "
        "dihapus penulisnya, memberi tahu moderator bila komentar sebuah berita memanas, dan mengirim surat kepada "
        "penulis dan pelapor. Jalankan setiap menit."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        reports.settle_overdue(now)
        reports.settle_deleted(now)
        hot_stories.tell_moderators(now)
        decision_mail.send_due(now)
