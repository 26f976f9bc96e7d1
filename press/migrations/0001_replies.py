"""Requests for a reply or a correction."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('articles', '0009_follow_ups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReplyRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_key', models.UUIDField(editable=False, unique=True)),
                ('ticket', models.CharField(max_length=20, unique=True, verbose_name='nomor')),
                ('kind', models.CharField(choices=[('reply', 'Hak jawab'), ('correction', 'Hak koreksi')], max_length=20, verbose_name='jenis')),
                ('story_named', models.CharField(max_length=400, verbose_name='berita yang dimaksud')),
                ('name', models.CharField(max_length=120, verbose_name='nama')),
                ('capacity', models.CharField(blank=True, max_length=120, verbose_name='sebagai')),
                ('statement', models.TextField(max_length=10000, verbose_name='isi')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='surel')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telepon')),
                ('is_confirmed', models.BooleanField(default=False, verbose_name='surel dipastikan')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='diterima')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='diputuskan')),
                ('outcome', models.CharField(blank=True, choices=[('replied', 'Hak jawab dimuat'), ('corrected', 'Berita diralat'), ('agreed', 'Diselesaikan dengan cara lain yang disepakati'), ('refused', 'Ditolak')], default='', max_length=20, verbose_name='keputusan')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='alasan')),
                ('decided_by_name', models.CharField(blank=True, max_length=150, verbose_name='oleh')),
                ('forgotten_at', models.DateTimeField(null=True, verbose_name='data pribadi dihapus')),
                ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article', verbose_name='naskah jawaban')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reply_requests', to='articles.article', verbose_name='berita')),
            ],
            options={
                'verbose_name': 'permintaan hak jawab',
                'verbose_name_plural': 'hak jawab dan koreksi',
                'ordering': ('received_at', 'pk'),
                'permissions': (('decide_replyrequest', 'Boleh memutuskan permintaan hak jawab dan koreksi'),),
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ReplyFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_identity', models.BooleanField(default=False)),
                ('name', models.CharField(max_length=100)),
                ('media_type', models.CharField(max_length=40)),
                ('size', models.PositiveIntegerField()),
                ('sealed', models.BinaryField()),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='press.replyrequest')),
            ],
            options={
                'verbose_name': 'lampiran',
                'verbose_name_plural': 'lampiran',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='ReplyEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'Diterima'), ('confirmed', 'Surel dipastikan'), ('drafted', 'Naskah jawaban dibuat'), ('opened', 'Lampiran dibuka'), ('decided', 'Diputuskan'), ('forgotten', 'Data pribadi dihapus')], max_length=20)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by_name', models.CharField(blank=True, max_length=150)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='press.replyrequest')),
            ],
            options={
                'verbose_name': 'log hak jawab',
                'verbose_name_plural': 'log hak jawab',
                'ordering': ('pk',),
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddIndex(
            model_name='replyrequest',
            index=models.Index(fields=['received_at', 'id'], name='replyrequest_oldest'),
        ),
        migrations.AddIndex(
            model_name='replyrequest',
            index=models.Index(condition=models.Q(('decided_at', None)), fields=['-is_confirmed', 'received_at', 'id'], name='replyrequest_open_surest'),
        ),
        migrations.AddConstraint(
            model_name='replyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['reply', 'correction'])), name='replyrequest_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='replyrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('outcome', '')), models.Q(('decided_at__isnull', False), ('outcome__in', ['replied', 'corrected', 'agreed', 'refused']), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='replyrequest_decided_with_reason'),
        ),
    ]
