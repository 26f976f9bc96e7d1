"""More labels than “Advertorial” for what was not written by the newsroom (Pedoman Media Siber 6b)."""

from django.db import migrations, models

from articles.database_rules import InstallRules, LiftRules, Rule

RULES = (Rule("article_is_kept", "articles_article", "DELETE", "an article is never deleted"),)
CLASSES = [
    ("news", "Berita"),
    ("opinion", "Opini"),
    ("advertorial", "Advertorial"),
    ("pariwara", "Pariwara"),
    ("advertisement", "Iklan"),
    ("sponsored", "Konten bersponsor"),
    ("press_release", "Rilis pers"),
]


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_notes")]

    operations = [
        LiftRules(RULES),
        migrations.RemoveConstraint("article", "article_content_class_known"),
        migrations.AlterField(
            "article",
            "content_class",
            models.CharField(choices=CLASSES, default="news", max_length=20, verbose_name="jenis naskah"),
        ),
        migrations.AlterField(
            "article",
            "advertiser",
            models.CharField(
                blank=True,
                help_text="Wajib untuk iklan, advertorial, dan rilis pers: siapa yang membayar atau mengirimnya.",
                max_length=120,
                verbose_name="pemasang atau pengirim",
            ),
        ),
        migrations.AlterField("edition", "content_class", models.CharField(choices=CLASSES, max_length=20)),
        migrations.AddConstraint(
            "article",
            models.CheckConstraint(
                condition=models.Q(content_class__in=[value for value, _label in CLASSES]),
                name="article_content_class_known",
            ),
        ),
        InstallRules(RULES),
    ]
