from datetime import timedelta

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Pekerjaan"

    def ready(self) -> None:
        from . import mail, models, outbox, timers

        outbox.channels[models.Channel.MAIL] = mail.send
        timers.EXPECTED |= {
            "backup": ("kateid-backup", timedelta(hours=26)),
            "rehearse_restore": ("kateid-rehearsal", timedelta(days=8)),
            "report_condition": ("kateid-condition", timedelta(hours=1)),
            "send_outbox": ("kateid-outbox", timedelta(minutes=15)),
        }
