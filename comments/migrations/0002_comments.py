import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from comments.database_rules import KeepComments


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0007_announcements'),
        ('comments', '0001_accounts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LimitCount',
            fields=[
                ('key', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('count', models.PositiveIntegerField(default=0)),
                ('ends_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name': 'hitungan batas',
                'verbose_name_plural': 'hitungan batas',
            },
        ),
        migrations.CreateModel(
            name='MailChoice',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mail_choice', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('replies', models.BooleanField(default=True, verbose_name='kirim surel bila komentar saya dibalas')),
            ],
            options={
                'verbose_name': 'pilihan surel',
                'verbose_name_plural': 'pilihan surel',
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author_name', models.CharField(max_length=80, verbose_name='nama')),
                ('from_newsroom', models.BooleanField(default=False, verbose_name='dari redaksi')),
                ('depth', models.PositiveSmallIntegerField(default=0)),
                ('text', models.TextField(blank=True, max_length=5000, verbose_name='komentar')),
                ('status', models.CharField(choices=[('published', 'Terbit'), ('held', 'Ditahan'), ('refused', 'Ditolak'), ('hidden', 'Disembunyikan'), ('deleted', 'Dihapus')], max_length=10, verbose_name='status')),
                ('findings', models.JSONField(default=list)),
                ('form_key', models.UUIDField(unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ditulis')),
                ('published_at', models.DateTimeField(null=True, verbose_name='terbit')),
                ('edited_at', models.DateTimeField(null=True, verbose_name='disunting')),
                ('edited_by_newsroom', models.BooleanField(default=False, verbose_name='disunting redaksi')),
                ('featured', models.BooleanField(default=False, verbose_name='pilihan redaksi')),
                ('likes', models.PositiveIntegerField(default=0)),
                ('placed_children', models.PositiveIntegerField(default=0)),
                ('has_place', models.BooleanField(default=False)),
                ('address', models.GenericIPAddressField(null=True, verbose_name='alamat IP')),
                ('network', models.CharField(blank=True, max_length=43, verbose_name='jaringan')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='articles.article', verbose_name='naskah')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to=settings.AUTH_USER_MODEL, verbose_name='penulis')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='comments.comment')),
                ('reply_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='comments.comment')),
                ('root', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='thread', to='comments.comment')),
            ],
            options={
                'verbose_name': 'komentar',
                'verbose_name_plural': 'komentar',
                'ordering': ('-created_at', '-pk'),
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='CommentLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=30, verbose_name='langkah')),
                ('from_status', models.CharField(blank=True, choices=[('published', 'Terbit'), ('held', 'Ditahan'), ('refused', 'Ditolak'), ('hidden', 'Disembunyikan'), ('deleted', 'Dihapus')], max_length=10)),
                ('to_status', models.CharField(choices=[('published', 'Terbit'), ('held', 'Ditahan'), ('refused', 'Ditolak'), ('hidden', 'Disembunyikan'), ('deleted', 'Dihapus')], max_length=10)),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reason', models.CharField(blank=True, max_length=40, verbose_name='alasan')),
                ('note', models.TextField(blank=True, verbose_name='catatan')),
                ('text_before', models.TextField(blank=True)),
                ('text_after', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='comments.comment')),
            ],
            options={
                'verbose_name': 'catatan komentar',
                'verbose_name_plural': 'catatan komentar',
                'ordering': ('-pk',),
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Discussion',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='discussion', serialize=False, to='articles.article')),
                ('state', models.CharField(blank=True, choices=[('', 'Menurut aturan situs'), ('open', 'Dibuka'), ('closed', 'Ditutup')], default='', help_text='Menurut aturan situs, naskah sensitif dan berita lama ditutup.', max_length=10, verbose_name='kolom komentar')),
                ('message', models.CharField(blank=True, help_text='Tampil di atas komentar, misalnya ajakan tetap sopan.', max_length=300, verbose_name='pesan redaksi')),
                ('review_first', models.BooleanField(default=False, help_text='Setiap komentar menunggu persetujuan moderator.', verbose_name='periksa dahulu')),
                ('public_comments', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'kolom komentar',
                'verbose_name_plural': 'kolom komentar',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['', 'open', 'closed'])), name='discussion_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Like',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='liked_by', to='comments.comment')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comment_likes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'suka',
                'verbose_name_plural': 'suka',
            },
        ),
        migrations.CreateModel(
            name='ReplyNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notice', to='comments.comment')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'pemberitahuan balasan',
                'verbose_name_plural': 'pemberitahuan balasan',
            },
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('has_place', True), ('root', None)), fields=['article', '-created_at', '-id'], name='comment_threads_newest'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('has_place', True), ('root', None)), fields=['article', '-likes', '-id'], name='comment_threads_liked'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('has_place', True)), fields=['root', 'created_at', 'id'], name='comment_thread_order'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['author', 'status'], name='comment_author_status'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['status', 'created_at', 'id'], name='comment_status_oldest'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('address__isnull', False)), fields=['created_at'], name='comment_address_oldest'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['published', 'held', 'refused', 'hidden', 'deleted'])), name='comment_status_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), models.Q(('has_place', True), ('published_at__isnull', False)), _connector='OR'), name='comment_published_has_time_and_place'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('depth', 0), ('parent', None), ('reply_to', None), ('root', None)), models.Q(('depth__range', (1, 2)), ('parent__isnull', False), ('reply_to__isnull', False), ('root__isnull', False)), _connector='OR'), name='comment_depth_fits_thread'),
        ),
        migrations.AddIndex(
            model_name='commentlog',
            index=models.Index(fields=['comment', '-id'], name='commentlog_newest'),
        ),
        migrations.AddConstraint(
            model_name='like',
            constraint=models.UniqueConstraint(fields=('user', 'comment'), name='like_once'),
        ),
        migrations.AddIndex(
            model_name='replynotice',
            index=models.Index(condition=models.Q(('sent_at', None)), fields=['due_at'], name='replynotice_waiting'),
        ),
        KeepComments(),
    ]
