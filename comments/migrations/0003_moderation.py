import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0007_announcements'),
        ('comments', '0002_comments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=1000, verbose_name='alasan banding')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='diajukan')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='diputuskan')),
                ('outcome', models.CharField(blank=True, choices=[('', 'Menunggu moderator lain'), ('granted', 'Banding diterima'), ('upheld', 'Keputusan tetap')], default='', max_length=10, verbose_name='keputusan')),
                ('decided_by_name', models.CharField(blank=True, max_length=150, verbose_name='oleh')),
            ],
            options={
                'verbose_name': 'banding',
                'verbose_name_plural': 'banding',
                'ordering': ('made_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('due_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'surat',
                'verbose_name_plural': 'surat',
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'moderator yang hadir',
                'verbose_name_plural': 'moderator yang hadir',
            },
        ),
        migrations.CreateModel(
            name='ReaderNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=500, verbose_name='catatan')),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'catatan tentang pembaca',
                'verbose_name_plural': 'catatan tentang pembaca',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ticket', models.CharField(max_length=20, unique=True, verbose_name='nomor aduan')),
                ('reason', models.CharField(choices=[('bohong', 'Bohong, fitnah, sadis, atau cabul'), ('kebencian', 'Prasangka atau kebencian suku, agama, ras, antargolongan; ajakan kekerasan'), ('merendahkan', 'Diskriminatif, atau merendahkan orang lemah, miskin, sakit, atau disabilitas'), ('data_pribadi', 'Memuat data pribadi orang'), ('lainnya', 'Lainnya')], max_length=20, verbose_name='alasan')),
                ('text', models.TextField(blank=True, max_length=1000, verbose_name='penjelasan')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='surel')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='diterima')),
                ('due_at', models.DateTimeField(verbose_name='batas waktu')),
                ('hidden_at', models.DateTimeField(null=True, verbose_name='disembunyikan otomatis')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='diputuskan')),
                ('outcome', models.CharField(blank=True, choices=[('', 'Menunggu keputusan'), ('kept', 'Komentar tetap tampil'), ('hidden', 'Komentar disembunyikan'), ('edited', 'Komentar disunting redaksi'), ('deleted', 'Komentar dihapus penulisnya')], default='', max_length=10, verbose_name='keputusan')),
                ('decided_by_name', models.CharField(blank=True, max_length=150, verbose_name='oleh')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='catatan untuk pelapor')),
            ],
            options={
                'verbose_name': 'aduan',
                'verbose_name_plural': 'aduan',
                'ordering': ('-received_at', '-pk'),
                'permissions': (('export_reports', 'Boleh mengunduh log pengaduan'),),
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ReportEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'Diterima'), ('hidden', 'otomatis: batas 2x24 jam'), ('decided', 'Diputuskan'), ('told', 'Pelapor diberi tahu')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by_name', models.CharField(blank=True, max_length=150)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Menunggu keputusan'), ('kept', 'Komentar tetap tampil'), ('hidden', 'Komentar disembunyikan'), ('edited', 'Komentar disunting redaksi'), ('deleted', 'Komentar dihapus penulisnya')], default='', max_length=10)),
            ],
            options={
                'verbose_name': 'log pengaduan',
                'verbose_name_plural': 'log pengaduan',
                'ordering': ('pk',),
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Sanction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('warning', 'Peringatan'), ('suspension', 'Ditangguhkan'), ('ban', 'Diblokir'), ('review', 'Selalu diperiksa')], max_length=10, verbose_name='tindakan')),
                ('reason', models.TextField(max_length=500, verbose_name='alasan')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sejak')),
                ('until', models.DateTimeField(null=True, verbose_name='sampai')),
                ('by_name', models.CharField(max_length=150, verbose_name='oleh')),
                ('lifted_at', models.DateTimeField(null=True, verbose_name='dicabut')),
                ('lifted_by_name', models.CharField(blank=True, max_length=150, verbose_name='dicabut oleh')),
            ],
            options={
                'verbose_name': 'tindakan terhadap pembaca',
                'verbose_name_plural': 'tindakan terhadap pembaca',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='ScreeningRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_name', models.CharField(editable=False, max_length=20, unique=True, verbose_name='pemeriksaan')),
                ('decision', models.CharField(choices=[('let', 'Loloskan'), ('note', 'Catat saja'), ('hold', 'Tahan'), ('refuse', 'Tolak')], max_length=10, verbose_name='akibatnya')),
                ('limit', models.PositiveIntegerField(blank=True, null=True, verbose_name='batas')),
                ('sample', models.PositiveIntegerField(blank=True, null=True, verbose_name='contoh paling sedikit')),
            ],
            options={
                'verbose_name': 'aturan komentar',
                'verbose_name_plural': 'aturan komentar',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='ScreeningWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('banned', 'Terlarang'), ('watched', 'Diawasi'), ('gambling', 'Promosi judi')], max_length=10, verbose_name='daftar')),
                ('text', models.CharField(help_text='Huruf kecil, tanpa imbuhan. Boleh beberapa kata.', max_length=80, verbose_name='kata')),
                ('meaning', models.CharField(help_text='Untuk moderator lain: apa maksudnya.', max_length=160, verbose_name='arti')),
                ('weight', models.SmallIntegerField(default=1, help_text='Hanya untuk promosi judi: 2 atau lebih bila tentang judi, 1 bila bujukan, di bawah 0 bila tanda bahwa orang hanya membicarakannya.', verbose_name='bobot')),
                ('unless', models.CharField(blank=True, help_text='Kata-kata, dipisah koma. Bila salah satunya ada di komentar yang sama, kata ini tidak dihitung.', max_length=400, verbose_name='kecuali bersama')),
                ('is_active', models.BooleanField(default=True, verbose_name='dipakai')),
            ],
            options={
                'verbose_name': 'kata komentar',
                'verbose_name_plural': 'kata komentar',
                'ordering': ('kind', 'text'),
            },
        ),
        migrations.AlterModelOptions(
            name='comment',
            options={'base_manager_name': 'objects', 'ordering': ('-created_at', '-pk'), 'permissions': (('moderate_comment', 'Boleh memoderasi komentar'),), 'verbose_name': 'komentar', 'verbose_name_plural': 'komentar'},
        ),
        migrations.AddField(
            model_name='comment',
            name='hide_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='risk',
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['status', '-risk', 'created_at', 'id'], name='comment_status_riskiest'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['-created_at', '-id'], name='comment_newest'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('hide_at__isnull', False)), fields=['article', 'hide_at'], name='comment_hides_next'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='against',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appeal',
            name='comment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='comments.comment', verbose_name='komentar'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='letter',
            name='about',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='comments.commentlog'),
        ),
        migrations.AddField(
            model_name='presence',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='presence',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='readernote',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='readernote',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moderation_notes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='report',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='comments.comment', verbose_name='komentar'),
        ),
        migrations.AddField(
            model_name='report',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='report',
            name='reporter',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='letter',
            name='report',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='comments.report'),
        ),
        migrations.AddField(
            model_name='reportevent',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reportevent',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='comments.report'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sanction',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sanctions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='screeningrule',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['let', 'note', 'hold', 'refuse'])), name='screeningrule_decision_known'),
        ),
        migrations.AddConstraint(
            model_name='screeningword',
            constraint=models.UniqueConstraint(fields=('kind', 'text'), name='screeningword_once'),
        ),
        migrations.AddConstraint(
            model_name='screeningword',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['banned', 'watched', 'gambling'])), name='screeningword_kind_known'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('decided_at', None)), fields=['made_at', 'id'], name='appeal_open_oldest'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('outcome', '')), models.Q(('decided_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='appeal_decided_with_outcome'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(fields=('article', 'user'), name='presence_once'),
        ),
        migrations.AddIndex(
            model_name='readernote',
            index=models.Index(fields=['user', '-id'], name='readernote_of_user'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['-received_at', '-id'], name='report_newest'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('decided_at', None)), fields=['due_at', 'id'], name='report_open_due'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('decided_at', None)), fields=['comment'], name='report_open_comment'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['bohong', 'kebencian', 'merendahkan', 'data_pribadi', 'lainnya'])), name='report_reason_known'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('received_at'))), name='report_due_later'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('outcome', '')), models.Q(('decided_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='report_decided_with_outcome'),
        ),
        migrations.AddIndex(
            model_name='sanction',
            index=models.Index(fields=['user', '-id'], name='sanction_of_user'),
        ),
        migrations.AddConstraint(
            model_name='sanction',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['warning', 'suspension', 'ban', 'review'])), name='sanction_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='sanction',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='sanction_interval_forward'),
        ),
    ]
