"""What the database refuses (see press/database_rules.py), as it stood when this was written, and who decides."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from articles.database_rules import InstallRules, Rule

RULES = (
    Rule("replyrequest_is_kept", "press_replyrequest", "DELETE", "a request for a reply is never deleted"),
    Rule(
        "replyrequest_is_frozen",
        "press_replyrequest",
        "UPDATE OF id, form_key, kind, ticket, story_id, story_named, name, capacity, statement, received_at",
        "a request for a reply never changes",
    ),
    Rule(
        "replyrequest_is_decided_once",
        "press_replyrequest",
        "UPDATE OF decided_at, outcome, decided_by_name, reason",
        "a request for a reply is decided once",
        when="OLD.decided_at IS NOT NULL",
    ),
    # What tells who somebody is goes after the case, and is never put there afterwards (UU 27/2022).
    Rule(
        "replyrequest_contact_only_goes",
        "press_replyrequest",
        "UPDATE OF email, phone",
        "a request for a reply never changes",
        when="NEW.email NOT IN (OLD.email, '') OR NEW.phone NOT IN (OLD.phone, '')",
    ),
    Rule("replyevent_is_kept", "press_replyevent", "DELETE", "the log of requests is never deleted"),
    Rule(
        "replyevent_is_frozen",
        "press_replyevent",
        "UPDATE OF id, request_id, kind, at, by_name, note",
        "the log of requests never changes",
    ),
)

ROLES = ("Redaktur", "Redaktur Pelaksana")
RIGHTS = ("view_replyrequest", "decide_replyrequest")


def give_rights(apps, schema_editor):
    config = apps.get_app_config("press")
    config.models_module = True  # Django makes permissions after all migrations; the roles need theirs now
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    rights = Permission.objects.filter(content_type__app_label="press", codename__in=RIGHTS)
    for name in ROLES:
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*rights)


def take_rights(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.remove(*Permission.objects.filter(content_type__app_label="press"))


class Migration(migrations.Migration):
    dependencies = [("press", "0001_replies"), ("articles", "0004_roles")]

    operations = [InstallRules(RULES), migrations.RunPython(give_rights, take_rights)]
