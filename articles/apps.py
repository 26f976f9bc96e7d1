from datetime import timedelta

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Redaksi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import cards, consent, my_data, names, retention
        from jobs import database_move, smoke, timers

        from . import (
            for_accounts,
            system_checks,  # noqa: F401  (registers the checks)
        )
        from .audience import misses
        from .editorial import autosaves
        from .reading import smoke as readers_pages

        names.BYLINES.append(for_accounts.bylines)
        cards.JUDGES.append(for_accounts.lacking_cards)
        consent.TERMS.append(for_accounts.terms)
        my_data.SECTIONS.append(for_accounts.unsaved_typing)
        retention.FORGETTERS |= {
            "ketikan lama yang belum disimpan dihapus": autosaves.forget,
            "yang lama tidak ditemukan dihapus": misses.forget,
        }
        smoke.PAGES.append(readers_pages.pages)
        database_move.MADE_BY_MIGRATIONS |= {"articles.Page", "articles.Ranking"}
        database_move.MADE_AGAIN["rebuild_search"] = {
            "articles.DeskSearchEntry",
            "articles.SearchEntry",
            "articles.SearchWord",
        }
        timers.EXPECTED |= {
            "announce": ("kateid-announce", timedelta(minutes=15)),
            "make_renditions": ("kateid-photos", timedelta(hours=2)),
            "sweep_photos": ("kateid-photos", timedelta(hours=2)),
            "tell_newsroom": ("kateid-outbox", timedelta(minutes=15)),
        }
