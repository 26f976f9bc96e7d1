"""Stories that answer others, and what the database refuses of them (see articles/database_rules.py)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from articles.database_rules import InstallRules, Rule

RULES = (
    Rule("followup_is_kept", "articles_followup", "DELETE", "what answers a story is never deleted"),
    Rule(
        "followup_is_frozen",
        "articles_followup",
        "UPDATE OF id, kind, story_id, answer_id, made_at",
        "what answers a story never changes",
    ),
)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0008_related_stories'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reply', 'Hak jawab'), ('verification', 'Hasil verifikasi')], max_length=20)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers_to', to='articles.article')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answered_by', to='articles.article')),
            ],
            options={
                'verbose_name': 'berita lanjutan',
                'verbose_name_plural': 'berita lanjutan',
                'ordering': ('pk',),
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('story', 'answer'), name='followup_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['reply', 'verification'])), name='followup_kind_known'), models.CheckConstraint(condition=models.Q(('story', models.F('answer')), _negated=True), name='followup_of_another')],
            },
        ),
        InstallRules(RULES),
    ]
