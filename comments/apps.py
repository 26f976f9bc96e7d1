from datetime import timedelta

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = "Komentar"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import erasure, names, retention
        from accounts import my_data as held
        from articles.reading import below_story
        from jobs import database_move, timers

        from . import bans, claims, decision_mail, lifecycle, limits, my_data, threads
        from . import retention as retained
        from .screening import naming

        held.SECTIONS += my_data.SECTIONS
        erasure.SETTLERS += [bans.outlive, decision_mail.forget, lifecycle.forget]
        erasure.STAYING.append(bans.stays)
        retention.FORGETTERS |= {
            "alamat IP komentar dihapus": retained.forget_addresses,
            "pemblokiran alamat yang berakhir dihapus": bans.forget_past,
            "hitungan batas dihapus": limits.forget_past,
            "pegangan komentar yang lewat dihapus": claims.forget_past,
        }
        below_story.REGISTERED.append(below_story.BelowStory(threads.with_discussion, threads.below_story))
        names.JUDGES.append(naming.objection)
        database_move.MADE_BY_MIGRATIONS |= {"comments.ScreeningWord"}
        database_move.MADE_AGAIN["rebuild_comment_search"] = {"comments.CommentSearchEntry"}
        timers.EXPECTED |= {
            "notify_replies": ("kateid-replies", timedelta(minutes=15)),
            "remind_moderators": ("kateid-reminders", timedelta(hours=26)),
            "tend_comments": ("kateid-moderation", timedelta(minutes=15)),
        }
