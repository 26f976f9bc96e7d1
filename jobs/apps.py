from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Pekerjaan"

    def ready(self) -> None:
        from . import mail, models, outbox

        outbox.channels[models.Channel.MAIL] = mail.send
