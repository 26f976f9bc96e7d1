from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Redaksi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import consent, names
        from jobs import smoke

        from . import (
            for_accounts,
            system_checks,  # noqa: F401  (registers the checks)
        )
        from .reading import smoke as readers_pages

        names.BYLINES.append(for_accounts.bylines)
        consent.TERMS.append(for_accounts.terms)
        smoke.PAGES.append(readers_pages.pages)
