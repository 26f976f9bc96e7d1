from django.apps import AppConfig


class MovingConfig(AppConfig):
    name = "moving"
    verbose_name = "Pindahan"
    default_auto_field = "django.db.models.BigAutoField"
