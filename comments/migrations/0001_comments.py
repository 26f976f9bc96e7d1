import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_newsroom"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LimitCount",
            fields=[
                ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField(default=0)),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "hitungan batas",
                "verbose_name_plural": "hitungan batas",
            },
        ),
        migrations.CreateModel(
            name="MailChoice",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="mail_choice",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("replies", models.BooleanField(default=True, verbose_name="kirim surel bila komentar saya dibalas")),
            ],
            options={
                "verbose_name": "pilihan surel",
                "verbose_name_plural": "pilihan surel",
            },
        ),
        migrations.CreateModel(
            name="ScreeningModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dilatih")),
                ("content", models.BinaryField(verbose_name="isi")),
                ("about", models.JSONField(default=dict, verbose_name="keterangan")),
            ],
            options={
                "verbose_name": "model penyaring",
                "verbose_name_plural": "model penyaring",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("author_name", models.CharField(max_length=80, verbose_name="nama")),
                ("from_newsroom", models.BooleanField(default=False, verbose_name="dari redaksi")),
                ("depth", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(blank=True, max_length=5000, verbose_name="komentar")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("published", "Terbit"),
                            ("held", "Ditahan"),
                            ("refused", "Ditolak"),
                            ("hidden", "Disembunyikan"),
                            ("deleted", "Dihapus"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("findings", models.JSONField(default=list)),
                ("risk", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("form_key", models.UUIDField(unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ditulis")),
                ("published_at", models.DateTimeField(null=True, verbose_name="terbit")),
                ("edited_at", models.DateTimeField(null=True, verbose_name="disunting")),
                ("edited_by_newsroom", models.BooleanField(default=False, verbose_name="disunting redaksi")),
                ("featured", models.BooleanField(default=False, verbose_name="pilihan redaksi")),
                ("hide_at", models.DateTimeField(editable=False, null=True)),
                ("likes", models.PositiveIntegerField(default=0)),
                ("placed_children", models.PositiveIntegerField(default=0)),
                ("has_place", models.BooleanField(default=False)),
                ("address", models.GenericIPAddressField(null=True, verbose_name="alamat IP")),
                ("network", models.CharField(blank=True, max_length=43, verbose_name="jaringan")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="articles.article",
                        verbose_name="naskah",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="comments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="penulis",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="comments.comment",
                    ),
                ),
                (
                    "reply_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="comments.comment",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thread",
                        to="comments.comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "komentar",
                "verbose_name_plural": "komentar",
                "ordering": ("-created_at", "-pk"),
                "permissions": (("moderate_comment", "Boleh memoderasi komentar"),),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=1000, verbose_name="alasan banding")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="diajukan")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="diputuskan")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Menunggu moderator lain"),
                            ("granted", "Banding diterima"),
                            ("upheld", "Keputusan tetap"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="keputusan",
                    ),
                ),
                ("decided_by_name", models.CharField(blank=True, max_length=150, verbose_name="oleh")),
                (
                    "against",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="comments.comment",
                        verbose_name="komentar",
                    ),
                ),
            ],
            options={
                "verbose_name": "banding",
                "verbose_name_plural": "banding",
                "ordering": ("made_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CommentLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=30, verbose_name="langkah")),
                (
                    "from_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("published", "Terbit"),
                            ("held", "Ditahan"),
                            ("refused", "Ditolak"),
                            ("hidden", "Disembunyikan"),
                            ("deleted", "Dihapus"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("published", "Terbit"),
                            ("held", "Ditahan"),
                            ("refused", "Ditolak"),
                            ("hidden", "Disembunyikan"),
                            ("deleted", "Dihapus"),
                        ],
                        max_length=10,
                    ),
                ),
                ("by_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.CharField(blank=True, max_length=40, verbose_name="alasan")),
                ("note", models.TextField(blank=True, verbose_name="catatan")),
                ("text_before", models.TextField(blank=True)),
                ("text_after", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="comments.comment"
                    ),
                ),
            ],
            options={
                "verbose_name": "catatan komentar",
                "verbose_name_plural": "catatan komentar",
                "ordering": ("-pk",),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Discussion",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="discussion",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[("", "Menurut aturan situs"), ("open", "Dibuka"), ("closed", "Ditutup")],
                        default="",
                        help_text="Menurut aturan situs, naskah sensitif dan berita lama ditutup.",
                        max_length=10,
                        verbose_name="kolom komentar",
                    ),
                ),
                (
                    "message",
                    models.CharField(
                        blank=True,
                        help_text="Tampil di atas komentar, misalnya ajakan tetap sopan.",
                        max_length=300,
                        verbose_name="pesan redaksi",
                    ),
                ),
                (
                    "review_first",
                    models.BooleanField(
                        default=False,
                        help_text="Setiap komentar menunggu persetujuan moderator.",
                        verbose_name="periksa dahulu",
                    ),
                ),
                (
                    "protected",
                    models.TextField(
                        blank=True,
                        help_text="Nama, tempat, atau sekolah yang membuat anak, korban, atau saksi dikenali, satu tiap baris, juga nama panggilannya. Hanya terlihat di sini. Komentar yang menyebutnya ditahan, di berita ini dan di berita lain dengan topik yang sama.",
                        verbose_name="nama terlindungi",
                    ),
                ),
                ("public_comments", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "kolom komentar",
                "verbose_name_plural": "kolom komentar",
                "indexes": [
                    models.Index(
                        condition=models.Q(("protected", ""), _negated=True),
                        fields=["article"],
                        name="discussion_protecting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["", "open", "closed"])), name="discussion_state_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Like",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="liked_by", to="comments.comment"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comment_likes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "suka",
                "verbose_name_plural": "suka",
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "moderator yang hadir",
                "verbose_name_plural": "moderator yang hadir",
            },
        ),
        migrations.CreateModel(
            name="ReaderNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=500, verbose_name="catatan")),
                ("by_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moderation_notes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "catatan tentang pembaca",
                "verbose_name_plural": "catatan tentang pembaca",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="ReplyNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notice", to="comments.comment"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "pemberitahuan balasan",
                "verbose_name_plural": "pemberitahuan balasan",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ticket", models.CharField(max_length=20, unique=True, verbose_name="nomor aduan")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("bohong", "Bohong, fitnah, sadis, atau cabul"),
                            ("kebencian", "Prasangka atau kebencian suku, agama, ras, antargolongan; ajakan kekerasan"),
                            (
                                "merendahkan",
                                "Diskriminatif, atau merendahkan orang lemah, miskin, sakit, atau disabilitas",
                            ),
                            ("data_pribadi", "Memuat data pribadi orang"),
                            ("lainnya", "Lainnya"),
                        ],
                        max_length=20,
                        verbose_name="alasan",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="penjelasan")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="surel")),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="diterima")),
                ("due_at", models.DateTimeField(verbose_name="batas waktu")),
                ("hidden_at", models.DateTimeField(null=True, verbose_name="disembunyikan otomatis")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="diputuskan")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Menunggu keputusan"),
                            ("kept", "Komentar tetap tampil"),
                            ("hidden", "Komentar disembunyikan"),
                            ("edited", "Komentar disunting redaksi"),
                            ("deleted", "Komentar dihapus penulisnya"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="keputusan",
                    ),
                ),
                ("decided_by_name", models.CharField(blank=True, max_length=150, verbose_name="oleh")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="catatan untuk pelapor")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="comments.comment",
                        verbose_name="komentar",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "aduan",
                "verbose_name_plural": "aduan",
                "ordering": ("-received_at", "-pk"),
                "permissions": (("export_reports", "Boleh mengunduh log pengaduan"),),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("due_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                (
                    "about",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="comments.commentlog",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="comments.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "surat",
                "verbose_name_plural": "surat",
            },
        ),
        migrations.CreateModel(
            name="ReportEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Diterima"),
                            ("hidden", "otomatis: batas 2x24 jam"),
                            ("decided", "Diputuskan"),
                            ("told", "Pelapor diberi tahu"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_name", models.CharField(blank=True, max_length=150)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Menunggu keputusan"),
                            ("kept", "Komentar tetap tampil"),
                            ("hidden", "Komentar disembunyikan"),
                            ("edited", "Komentar disunting redaksi"),
                            ("deleted", "Komentar dihapus penulisnya"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="comments.report"
                    ),
                ),
            ],
            options={
                "verbose_name": "log pengaduan",
                "verbose_name_plural": "log pengaduan",
                "ordering": ("pk",),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Sanction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warning", "Peringatan"),
                            ("suspension", "Ditangguhkan"),
                            ("ban", "Diblokir"),
                            ("review", "Selalu diperiksa"),
                        ],
                        max_length=10,
                        verbose_name="tindakan",
                    ),
                ),
                ("reason", models.TextField(max_length=500, verbose_name="alasan")),
                ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sejak")),
                ("until", models.DateTimeField(null=True, verbose_name="sampai")),
                ("by_name", models.CharField(max_length=150, verbose_name="oleh")),
                ("lifted_at", models.DateTimeField(null=True, verbose_name="dicabut")),
                ("lifted_by_name", models.CharField(blank=True, max_length=150, verbose_name="dicabut oleh")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sanctions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tindakan terhadap pembaca",
                "verbose_name_plural": "tindakan terhadap pembaca",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="ScreeningRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "check_name",
                    models.CharField(editable=False, max_length=20, unique=True, verbose_name="pemeriksaan"),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("let", "Loloskan"), ("note", "Catat saja"), ("hold", "Tahan"), ("refuse", "Tolak")],
                        max_length=10,
                        verbose_name="akibatnya",
                    ),
                ),
                ("limit", models.PositiveIntegerField(blank=True, null=True, verbose_name="batas")),
                ("sample", models.PositiveIntegerField(blank=True, null=True, verbose_name="contoh paling sedikit")),
            ],
            options={
                "verbose_name": "aturan komentar",
                "verbose_name_plural": "aturan komentar",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["let", "note", "hold", "refuse"])),
                        name="screeningrule_decision_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScreeningWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("banned", "Terlarang"),
                            ("aimed", "Terlarang bila ditujukan kepada orang"),
                            ("watched", "Diawasi"),
                            ("gambling", "Promosi judi"),
                            ("welcome", "Situs yang boleh ditautkan"),
                        ],
                        max_length=10,
                        verbose_name="daftar",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="Huruf kecil, tanpa imbuhan. Boleh beberapa kata.", max_length=80, verbose_name="kata"
                    ),
                ),
                (
                    "meaning",
                    models.CharField(
                        help_text="Untuk moderator lain: apa maksudnya.", max_length=160, verbose_name="arti"
                    ),
                ),
                (
                    "weight",
                    models.SmallIntegerField(
                        default=1,
                        help_text="Untuk promosi judi: 2 atau lebih bila tentang judi, 1 bila bujukan, di bawah 0 bila tanda bahwa orang hanya membicarakannya. Untuk kata yang ditujukan kepada orang: 2 bila diteriakkan sendiri pun sudah makian, 0 bila hanya sesudah “dasar” atau di samping kata sapaan.",
                        verbose_name="bobot",
                    ),
                ),
                (
                    "unless",
                    models.CharField(
                        blank=True,
                        help_text="Kata-kata, dipisah koma. Bila salah satunya ada di komentar yang sama, kata ini tidak dihitung.",
                        max_length=400,
                        verbose_name="kecuali bersama",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="dipakai")),
            ],
            options={
                "verbose_name": "kata komentar",
                "verbose_name_plural": "kata komentar",
                "ordering": ("kind", "text"),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "text"), name="screeningword_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["banned", "aimed", "watched", "gambling", "welcome"])),
                        name="screeningword_kind_known",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("has_place", True), ("root", None)),
                fields=["article", "-created_at", "-id"],
                name="comment_threads_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("has_place", True), ("root", None)),
                fields=["article", "-likes", "-id"],
                name="comment_threads_liked",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("has_place", True)),
                fields=["root", "created_at", "id"],
                name="comment_thread_order",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["author", "status"], name="comment_author_status"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["status", "created_at", "id"], name="comment_status_oldest"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["status", "-risk", "created_at", "id"], name="comment_status_riskiest"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["-created_at", "-id"], name="comment_newest"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("address__isnull", False)), fields=["created_at"], name="comment_address_oldest"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("hide_at__isnull", False)), fields=["article", "hide_at"], name="comment_hides_next"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["published", "held", "refused", "hidden", "deleted"])),
                name="comment_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    models.Q(("has_place", True), ("published_at__isnull", False)),
                    _connector="OR",
                ),
                name="comment_published_has_time_and_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("depth", 0), ("parent", None), ("reply_to", None), ("root", None)),
                    models.Q(
                        ("depth__range", (1, 2)),
                        ("parent__isnull", False),
                        ("reply_to__isnull", False),
                        ("root__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="comment_depth_fits_thread",
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                condition=models.Q(("decided_at", None)), fields=["made_at", "id"], name="appeal_open_oldest"
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("outcome", "")),
                    models.Q(("decided_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="appeal_decided_with_outcome",
            ),
        ),
        migrations.AddIndex(
            model_name="commentlog",
            index=models.Index(fields=["comment", "-id"], name="commentlog_newest"),
        ),
        migrations.AddConstraint(
            model_name="like",
            constraint=models.UniqueConstraint(fields=("user", "comment"), name="like_once"),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(fields=("article", "user"), name="presence_once"),
        ),
        migrations.AddIndex(
            model_name="readernote",
            index=models.Index(fields=["user", "-id"], name="readernote_of_user"),
        ),
        migrations.AddIndex(
            model_name="replynotice",
            index=models.Index(condition=models.Q(("sent_at", None)), fields=["due_at"], name="replynotice_waiting"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["-received_at", "-id"], name="report_newest"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("decided_at", None)), fields=["due_at", "id"], name="report_open_due"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("decided_at", None)), fields=["comment"], name="report_open_comment"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["bohong", "kebencian", "merendahkan", "data_pribadi", "lainnya"])),
                name="report_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gt", models.F("received_at"))), name="report_due_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("outcome", "")),
                    models.Q(("decided_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="report_decided_with_outcome",
            ),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(fields=["user", "-id"], name="sanction_of_user"),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["warning", "suspension", "ban", "review"])), name="sanction_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                name="sanction_interval_forward",
            ),
        ),
    ]
