from datetime import timedelta

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Akun"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added
        from django.urls import reverse

        from jobs import smoke, timers

        from . import second_factor

        authenticator_added.connect(second_factor.remember)
        smoke.PAGES.append(lambda: [reverse("account_login")])
        timers.EXPECTED["forget"] = ("kateid-forget", timedelta(hours=26))
