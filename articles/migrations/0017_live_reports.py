"""Live reports and their entries, and what the database refuses of them (see articles/database_rules.py)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from articles.database_rules import InstallRules, Rule


RULES = (
    Rule("livereport_is_kept", "articles_livereport", "DELETE", "a live report is never deleted"),
    Rule("liveentry_is_kept", "articles_liveentry", "DELETE", "an entry is never deleted"),
    Rule(
        "liveentry_is_frozen",
        "articles_liveentry",
        "UPDATE OF id, report_id, form_key, body, photo_id, photo_caption, is_key, author_name, author_slug, sent_at",
        "what was sent never changes",
    ),
    Rule("liveentryedition_is_kept", "articles_liveentryedition", "DELETE", "an edition is never deleted"),
    Rule(
        "liveentryedition_is_frozen",
        "articles_liveentryedition",
        "UPDATE OF id, entry_id, report_id, number, kind, at, body, author_name, author_slug, photo_id, "
        "photo_caption, photo_credit, photo_alt, is_key, public_note, ground, live_from, published_by_name",
        "an edition never changes",
    ),
)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0016_labels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LiveReport',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='live_report', serialize=False, to='articles.article')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('begun_by_name', models.CharField(max_length=150)),
                ('finished_at', models.DateTimeField(null=True)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('writers_publish', models.BooleanField(default=False)),
                ('court_leave', models.CharField(blank=True, help_text='Bila dari ruang sidang: siapa yang memberi izin, dan kapan.', max_length=200, verbose_name='izin hakim')),
            ],
            options={
                'verbose_name': 'laporan langsung',
                'verbose_name_plural': 'laporan langsung',
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['-changed_at'], name='livereport_changed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('finished_at', None), ('finished_at__gte', models.F('begun_at')), _connector='OR'), name='livereport_ends_after_begin')],
            },
        ),
        migrations.CreateModel(
            name='LiveEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_key', models.UUIDField(unique=True)),
                ('body', models.TextField()),
                ('photo_caption', models.CharField(blank=True, max_length=400)),
                ('is_key', models.BooleanField(default=False)),
                ('author_name', models.CharField(max_length=150)),
                ('author_slug', models.CharField(blank=True, max_length=100)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('refused_at', models.DateTimeField(null=True)),
                ('refused_by_name', models.CharField(blank=True, max_length=150)),
                ('photo', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='live_entries', to='articles.photo')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='told_by', to='articles.article')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='articles.livereport')),
            ],
            options={
                'verbose_name': 'kabar',
                'verbose_name_plural': 'kabar',
                'ordering': ('pk',),
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='LiveEntryEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('first', 'Terbit pertama'), ('minor', 'Perbaikan ketik'), ('update', 'Pembaruan'), ('correction', 'Ralat'), ('retraction', 'Pencabutan')], max_length=10)),
                ('at', models.DateTimeField()),
                ('body', models.TextField(blank=True)),
                ('author_name', models.CharField(max_length=150)),
                ('author_slug', models.CharField(blank=True, max_length=100)),
                ('photo_caption', models.CharField(blank=True, max_length=400)),
                ('photo_credit', models.CharField(blank=True, max_length=120)),
                ('photo_alt', models.CharField(blank=True, max_length=300)),
                ('is_key', models.BooleanField(default=False)),
                ('public_note', models.TextField(blank=True)),
                ('ground', models.CharField(blank=True, choices=[('sara', 'Menyangkut SARA'), ('kesusilaan', 'Melanggar kesusilaan'), ('masa_depan_anak', 'Melindungi masa depan anak'), ('trauma_korban', 'Menghindari trauma korban'), ('dewan_pers', 'Pertimbangan lain yang ditetapkan Dewan Pers')], max_length=20)),
                ('live_from', models.DateTimeField()),
                ('live_until', models.DateTimeField(null=True)),
                ('published_by_name', models.CharField(max_length=150)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='articles.liveentry')),
                ('photo', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='live_editions', to='articles.photo')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='articles.livereport')),
            ],
            options={
                'verbose_name': 'edisi kabar',
                'verbose_name_plural': 'edisi kabar',
                'ordering': ('-pk',),
                'base_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('live_until', None)), fields=['report', '-at', '-entry'], name='liveedition_newest'), models.Index(fields=['kind', '-live_from'], name='liveedition_kind_newest')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'number'), name='liveedition_number_once'), models.UniqueConstraint(condition=models.Q(('live_until', None)), fields=('entry',), name='liveedition_one_open'), models.CheckConstraint(condition=models.Q(('kind__in', ['first', 'minor', 'correction', 'retraction'])), name='liveedition_kind_known'), models.CheckConstraint(condition=models.Q(('live_until', None), ('live_until__gte', models.F('live_from')), _connector='OR'), name='liveedition_interval_forward'), models.CheckConstraint(condition=models.Q(('kind__in', ['first', 'minor']), models.Q(('public_note', ''), _negated=True), _connector='OR'), name='liveedition_change_has_note'), models.CheckConstraint(condition=models.Q(models.Q(('body', ''), ('ground__in', ['sara', 'kesusilaan', 'masa_depan_anak', 'trauma_korban', 'dewan_pers']), ('kind', 'retraction'), ('photo', None)), models.Q(models.Q(('kind', 'retraction'), _negated=True), ('ground', '')), _connector='OR'), name='liveedition_retraction_is_empty')],
            },
        ),
        InstallRules(RULES),
    ]
