"""The newsroom's roles: groups of Django's, each with what it may do."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = {
    "Reporter": [
        "articles.add_article",
        "articles.add_photo",
        "articles.change_article",
        "articles.change_photo",
        "articles.view_article",
        "articles.view_author",
        "articles.view_editor",
        "articles.view_photo",
        "articles.view_section",
        "articles.view_tag",
    ],
    "Redaktur": [
        "articles.add_article",
        "articles.add_leadstory",
        "articles.add_photo",
        "articles.add_tag",
        "articles.change_article",
        "articles.change_leadstory",
        "articles.change_photo",
        "articles.change_tag",
        "articles.delete_leadstory",
        "articles.read_every_article",
        "articles.review_article",
        "articles.view_article",
        "articles.view_author",
        "articles.view_editor",
        "articles.view_leadstory",
        "articles.view_page",
        "articles.view_photo",
        "articles.view_section",
        "articles.view_tag",
    ],
    "Redaktur Pelaksana": [
        "articles.add_article",
        "articles.add_author",
        "articles.add_editor",
        "articles.add_leadstory",
        "articles.add_photo",
        "articles.add_redirect",
        "articles.add_section",
        "articles.add_tag",
        "articles.change_article",
        "articles.change_author",
        "articles.change_editor",
        "articles.change_leadstory",
        "articles.change_page",
        "articles.change_photo",
        "articles.change_redirect",
        "articles.change_section",
        "articles.change_tag",
        "articles.delete_author",
        "articles.delete_editor",
        "articles.delete_leadstory",
        "articles.delete_photo",
        "articles.delete_redirect",
        "articles.delete_section",
        "articles.merge_tag",
        "articles.read_every_article",
        "articles.retract_article",
        "articles.review_article",
        "articles.review_every_section",
        "articles.view_article",
        "articles.view_author",
        "articles.view_editor",
        "articles.view_leadstory",
        "articles.view_page",
        "articles.view_photo",
        "articles.view_redirect",
        "articles.view_section",
        "articles.view_tag",
    ],
    "Redaktur Foto": [
        "articles.add_photo",
        "articles.change_photo",
        "articles.delete_photo",
        "articles.read_every_article",
        "articles.view_article",
        "articles.view_photo",
    ],
    "Moderator": [],
    "Administrator": [
        "articles.add_author",
        "articles.add_editor",
        "articles.add_redirect",
        "articles.add_section",
        "articles.change_author",
        "articles.change_editor",
        "articles.change_page",
        "articles.change_redirect",
        "articles.change_section",
        "articles.change_tag",
        "articles.delete_author",
        "articles.delete_editor",
        "articles.delete_redirect",
        "articles.delete_section",
        "articles.merge_tag",
        "articles.read_every_article",
        "articles.view_article",
        "articles.view_author",
        "articles.view_editor",
        "articles.view_page",
        "articles.view_photo",
        "articles.view_redirect",
        "articles.view_section",
        "articles.view_tag",
        "auth.add_user",
        "auth.change_user",
        "auth.view_group",
        "auth.view_user",
    ],
}


def create_every_permission(apps, schema_editor, labels):
    """Django makes permissions after all migrations; the roles need theirs now."""
    for label in labels:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None


def make_roles(apps, schema_editor):
    create_every_permission(apps, schema_editor, ("articles", "auth"))
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, codenames in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(permissions[codename] for codename in codenames)


def drop_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_search_index"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, drop_roles)]
