from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Pekerjaan"

    def ready(self) -> None:
        from . import mail, outbox

        outbox.channels[mail.Channel.MAIL] = mail.send
