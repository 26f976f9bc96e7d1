from django.apps import AppConfig


class AdminKitConfig(AppConfig):
    name = "adminkit"
    verbose_name = "Formulir"
    default_auto_field = "django.db.models.BigAutoField"
