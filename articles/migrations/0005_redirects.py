import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Substr

import articles.models.sections

ROLES = ("Redaktur Pelaksana", "Administrator")
RIGHTS = ("view_redirect", "add_redirect", "change_redirect", "delete_redirect", "merge_tag")

NOWHERE = {"article": None, "section": None, "author": None, "tag": None, "target": ""}


def leads_by(name):
    others = {other: empty for other, empty in NOWHERE.items() if other != name}
    return Q(**others) & ~Q(**{name: NOWHERE[name]})


def give_rights(apps, schema_editor):
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=RIGHTS
    )
    for role in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        role.permissions.add(*rights)


def take_rights(apps, schema_editor):
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=RIGHTS
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_fixed_pages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="tag",
            options={
                "ordering": ("name",),
                "permissions": (("merge_tag", "Boleh menggabungkan topik"),),
                "verbose_name": "topik",
                "verbose_name_plural": "topik",
            },
        ),
        migrations.AddField(
            model_name="tag",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="synonyms",
                to="articles.tag",
                verbose_name="digabung ke topik",
            ),
        ),
        migrations.AlterField(
            model_name="author",
            name="slug",
            field=models.SlugField(
                help_text="Alamat halaman penulis. Bila diubah, alamat lama dialihkan.",
                max_length=100,
                unique=True,
                verbose_name="alamat",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="slug",
            field=models.SlugField(
                help_text="Bagian alamat halaman, misalnya “metropolis”. Bila diubah, alamat lama dialihkan.",
                max_length=60,
                unique=True,
                validators=[articles.models.sections.validate_free_slug],
                verbose_name="alamat",
            ),
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=2000, verbose_name="alamat lama")),
                ("path_key", models.CharField(blank=True, editable=False, max_length=64, unique=True)),
                (
                    "path_start",
                    models.GeneratedField(
                        db_index=True,
                        db_persist=True,
                        expression=Substr("path", 1, 200),
                        output_field=models.CharField(max_length=200),
                    ),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        choices=[(301, "Dialihkan"), (410, "Sudah dihapus")], default=301, verbose_name="jawaban"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redirects",
                        to="articles.article",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redirects",
                        to="articles.section",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redirects",
                        to="articles.author",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redirects",
                        to="articles.tag",
                    ),
                ),
                ("target", models.CharField(blank=True, editable=False, max_length=2000, verbose_name="tujuan")),
                ("target_key", models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Untuk redaksi; pembaca tidak melihatnya.",
                        max_length=200,
                        verbose_name="catatan",
                    ),
                ),
                ("hits", models.PositiveBigIntegerField(default=0, editable=False, verbose_name="kali dibuka")),
                ("last_hit_on", models.DateField(editable=False, null=True, verbose_name="terakhir dibuka")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="dibuat"),
                ),
            ],
            options={
                "verbose_name": "pengalihan",
                "verbose_name_plural": "pengalihan",
                "ordering": ("-pk",),
                "constraints": [
                    models.CheckConstraint(condition=Q(status__in=[301, 410]), name="redirect_status_known"),
                    models.CheckConstraint(
                        condition=Q(status=410, **NOWHERE)
                        | Q(status=301)
                        & (
                            leads_by("article")
                            | leads_by("section")
                            | leads_by("author")
                            | leads_by("tag")
                            | leads_by("target")
                        ),
                        name="redirect_one_target",
                    ),
                ],
            },
        ),
        migrations.RunPython(give_rights, take_rights),
    ]
