from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITE = ["articles.add_article", "articles.change_article", "articles.view_article", "articles.view_author",
         "articles.view_tag", "articles.view_section", "articles.view_editor",
         "articles.add_photo", "articles.view_photo", "articles.change_photo"]  # fmt: skip
REVIEW = [*WRITE, "articles.read_every_article", "articles.review_article",
          "articles.view_leadstory", "articles.add_leadstory", "articles.change_leadstory",
          "articles.delete_leadstory", "articles.view_page", "articles.add_tag", "articles.change_tag"]  # fmt: skip
PHOTOS = ["articles.view_photo", "articles.add_photo", "articles.change_photo", "articles.delete_photo"]
NEWSROOM = [f"articles.{verb}_{model}" for model in ("author", "editor", "section") for verb in ("view", "add", "change", "delete")]  # fmt: skip
PAGES = ["articles.view_page", "articles.change_page"]
ACCOUNTS = ["auth.view_user", "auth.add_user", "auth.change_user", "auth.view_group"]

ROLES = {
    "Reporter": WRITE,
    "Redaktur": REVIEW,
    "Redaktur Pelaksana": [
        *REVIEW,
        "articles.review_every_section",
        "articles.retract_article",
        *PHOTOS,
        *NEWSROOM,
        *PAGES,
    ],  # fmt: skip
    "Redaktur Foto": ["articles.view_article", "articles.read_every_article", *PHOTOS],
    "Moderator": [],
    "Administrator": [
        "articles.view_article",
        "articles.read_every_article",
        "articles.view_tag",
        "articles.change_tag",
        "articles.view_photo",
        *NEWSROOM,
        *PAGES,
        *ACCOUNTS,
    ],  # fmt: skip
}


def make_roles(apps, schema_editor):
    for label in ("articles", "auth"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, codenames in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(permissions[codename] for codename in set(codenames))


def drop_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_keep_published"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, drop_roles)]
