"""What the newsroom's roles may do with comments."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = {
    "Redaktur Pelaksana": [
        "comments.add_screeningword",
        "comments.change_screeningrule",
        "comments.change_screeningword",
        "comments.delete_screeningword",
        "comments.export_reports",
        "comments.moderate_comment",
        "comments.view_comment",
        "comments.view_report",
        "comments.view_screeningrule",
        "comments.view_screeningword",
    ],
    "Moderator": [
        "comments.export_reports",
        "comments.moderate_comment",
        "comments.view_comment",
        "comments.view_report",
        "comments.view_screeningrule",
        "comments.view_screeningword",
    ],
    "Administrator": [
        "comments.add_screeningword",
        "comments.change_screeningrule",
        "comments.change_screeningword",
        "comments.delete_screeningword",
        "comments.export_reports",
        "comments.view_report",
        "comments.view_screeningrule",
        "comments.view_screeningword",
    ],
}


def create_every_permission(apps, schema_editor, labels):
    """Django makes permissions after all migrations; the roles need theirs now."""
    for label in labels:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None


def give_rights(apps, schema_editor):
    create_every_permission(apps, schema_editor, ("comments",))
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


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_rules"), ("articles", "0006_rankings")]

    operations = [migrations.RunPython(give_rights, take_rights)]
