from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Pekerjaan"

    def ready(self) -> None:
        from . import mail, models, outbox

        outbox.channels[models.Channel.MAIL] = mail.send
