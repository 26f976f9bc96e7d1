"""How stories were verified (Pedoman Media Siber 2)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from articles.database_rules import InstallRules, LiftRules, Rule

RULES = (
    Rule(
        "article_is_kept",
        "articles_article",
        "DELETE",
        "an article is never deleted",
    ),
    Rule(
        "edition_is_kept",
        "articles_edition",
        "DELETE",
        "an edition is never deleted",
    ),
    Rule(
        "edition_is_frozen",
        "articles_edition",
        "UPDATE OF id, article_id, number, kind, source_id, public_note, ground, verification_note, "
        "published_at, modified_at, live_from, published_by_name, headline, subheadline, section_id, "
        "section_name, byline, place, summary, inner_pictures, body, photo_id, photo_credit, photo_alt, "
        "photo_caption, gallery, topics, content_class, advertiser, editor_id, editor_name, slug, "
        "verification, may_harm, is_sensitive",
        "an edition never changes",
    ),
)
RULES_OF_CONFIRMATIONS = (
    Rule(
        "confirmation_is_kept",
        "articles_confirmation",
        "DELETE",
        "a confirmation is never deleted",
    ),
    Rule(
        "confirmation_is_frozen",
        "articles_confirmation",
        "UPDATE OF id, article_id, who, at, channel, answer, words, recorded_by_name, recorded_at",
        "a confirmation never changes",
    ),
)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_neutral_notices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        LiftRules(RULES),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=200, verbose_name='siapa yang dihubungi')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='kapan')),
                ('channel', models.CharField(help_text='Misalnya telepon, WhatsApp, surel, atau bertemu langsung.', max_length=100, verbose_name='lewat apa')),
                ('answer', models.CharField(choices=[('answered', 'Menjawab'), ('refused', 'Menolak menjawab'), ('silent', 'Tidak menjawab')], max_length=10, verbose_name='hasilnya')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='jawabannya')),
                ('recorded_by_name', models.CharField(max_length=150)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'konfirmasi',
                'verbose_name_plural': 'konfirmasi',
                'ordering': ('at', 'pk'),
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='UnverifiedCase',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='unverified_case', serialize=False, to='articles.article')),
                ('urgency', models.TextField(max_length=1000, verbose_name='kepentingan publik yang mendesak')),
                ('first_source', models.TextField(help_text='Namanya, dan mengapa ia kredibel serta kompeten.', max_length=1000, verbose_name='sumber pertama')),
                ('unreachable', models.TextField(help_text='Tidak diketahui, atau tidak dapat diwawancarai.', max_length=1000, verbose_name='mengapa pihak itu belum dapat dikonfirmasi')),
                ('note', models.CharField(help_text='Tampil sebagai paragraf terakhir berita, dalam kurung dan dicetak miring.', max_length=300, verbose_name='catatan penutup untuk pembaca')),
            ],
            options={
                'verbose_name': 'alasan belum terverifikasi',
                'verbose_name_plural': 'alasan belum terverifikasi',
            },
        ),
        migrations.AddField(
            model_name='article',
            name='may_harm',
            field=models.BooleanField(db_default=False, default=False, help_text='Perlu konfirmasi dari pihak itu. Catat di halaman “Verifikasi”.', verbose_name='dapat merugikan pihak lain'),
        ),
        migrations.AddField(
            model_name='article',
            name='verification',
            field=models.CharField(blank=True, choices=[('', 'Belum ditentukan'), ('verified', 'Terverifikasi'), ('unverified', 'Belum terverifikasi'), ('inherited', 'Terbit di sistem lama')], db_default='', default='', help_text='Pilih sebelum terbit. Yang belum terverifikasi perlu alasan di halaman “Verifikasi”.', max_length=12, verbose_name='status verifikasi'),
        ),
        migrations.AddField(
            model_name='edition',
            name='may_harm',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='edition',
            name='verification',
            field=models.CharField(blank=True, choices=[('', 'Belum ditentukan'), ('verified', 'Terverifikasi'), ('unverified', 'Belum terverifikasi'), ('inherited', 'Terbit di sistem lama')], db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='edition',
            name='verification_note',
            field=models.CharField(blank=True, db_default='', default='', max_length=300),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(condition=models.Q(('verification', 'unverified')), fields=['published_at', 'id'], name='edition_unverified_oldest'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('verification__in', ['', 'verified', 'unverified', 'inherited'])), name='article_verification_known'),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='articles.article'),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['answered', 'refused', 'silent'])), name='confirmation_answer_known'),
        ),
        InstallRules((*RULES, *RULES_OF_CONFIRMATIONS)),
    ]
