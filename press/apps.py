from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "press"
    verbose_name = "Hak jawab dan koreksi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import retention

        from . import replies

        retention.FORGETTERS |= {"data pribadi permintaan hak jawab dihapus": replies.forget}
