from django.contrib.auth.management import create_permissions
from django.db import migrations

from comments.database_rules import KeepComments, KeepComplaints
from comments.screening.policy import shipped_words

MODERATE = [
    "comments.view_comment", "comments.moderate_comment", "comments.view_report", "comments.export_reports",
    "comments.view_screeningrule", "comments.view_screeningword",
]  # fmt: skip
RULES = ["comments.change_screeningrule"] + [
    f"comments.{verb}_screeningword" for verb in ("add", "change", "delete")
]

ROLES = {
    "Moderator": MODERATE,
    "Redaktur Pelaksana": [*MODERATE, *RULES],
    "Administrator": [
        *RULES, "comments.view_screeningrule", "comments.view_screeningword", "comments.view_report",
        "comments.export_reports",
    ],  # fmt: skip
}


def give_rights(apps, schema_editor):
    config = apps.get_app_config("comments")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ours = {
        f"comments.{permission.codename}": permission
        for permission in Permission.objects.filter(content_type__app_label="comments")
    }
    for name, codenames in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(ours[codename] for codename in codenames))


def take_rights(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.remove(*Permission.objects.filter(content_type__app_label="comments"))


def load_words(apps, schema_editor):
    Word = apps.get_model("comments", "ScreeningWord")
    Word.objects.bulk_create(
        [
            Word(
                kind=entry.kind,
                text=entry.text,
                meaning=entry.meaning,
                weight=entry.weight,
                unless=", ".join(entry.unless),
            )
            for entry in shipped_words()
        ]
    )


def drop_words(apps, schema_editor):
    apps.get_model("comments", "ScreeningWord").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0003_moderation"),
        ("articles", "0003_roles"),
    ]

    operations = [
        KeepComments(),  # again: the comments' table was altered
        KeepComplaints(),
        migrations.RunPython(give_rights, take_rights),
        migrations.RunPython(load_words, drop_words),
    ]
