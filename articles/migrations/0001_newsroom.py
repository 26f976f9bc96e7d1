import articles.models.sections
import articles.search.terms
import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import taggit.managers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnouncementMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(max_length=20, unique=True)),
                ("live_from", models.DateTimeField()),
                ("edition_pk", models.PositiveBigIntegerField(default=0)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "batas pengumuman",
                "verbose_name_plural": "batas pengumuman",
            },
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(editable=False, max_length=60, unique=True)),
                ("title", models.CharField(max_length=120, verbose_name="judul")),
                ("body", models.TextField(verbose_name="isi")),
                ("in_footer", models.BooleanField(default=True, verbose_name="tampil di kaki halaman")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "halaman",
                "verbose_name_plural": "halaman",
                "ordering": ("position", "title"),
            },
        ),
        migrations.CreateModel(
            name="Ranking",
            fields=[
                ("span", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("articles", models.JSONField(default=list)),
                (
                    "ranked_at",
                    models.DateTimeField(default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)),
                ),
            ],
            options={
                "verbose_name": "peringkat",
                "verbose_name_plural": "peringkat",
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("sound", models.CharField(db_index=True, max_length=40)),
                ("editions", models.IntegerField()),
                ("named", models.IntegerField(db_default=0, default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("headline", models.CharField(blank=True, max_length=200, verbose_name="judul")),
                ("subheadline", models.CharField(blank=True, max_length=200, verbose_name="subjudul")),
                (
                    "content_class",
                    models.CharField(
                        choices=[("news", "Berita"), ("opinion", "Opini"), ("advertorial", "Advertorial")],
                        default="news",
                        max_length=20,
                        verbose_name="jenis naskah",
                    ),
                ),
                (
                    "advertiser",
                    models.CharField(
                        blank=True,
                        help_text="Wajib untuk advertorial: siapa yang membayar.",
                        max_length=120,
                        verbose_name="pemasang",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="Dicetak di awal berita: “SAMARINDA, Kate.id –”.",
                        max_length=60,
                        verbose_name="kota asal",
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="Satu atau dua kalimat untuk daftar berita dan hasil bagikan.",
                        max_length=300,
                        verbose_name="teras",
                    ),
                ),
                ("body", models.TextField(blank=True, verbose_name="isi")),
                (
                    "photo_caption",
                    models.CharField(
                        blank=True,
                        help_text="Kosong berarti memakai keterangan dari berkas foto.",
                        max_length=400,
                        verbose_name="keterangan foto",
                    ),
                ),
                ("gallery", models.JSONField(blank=True, default=list, verbose_name="galeri foto")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Kosong berarti dibuat dari judul saat terbit.",
                        max_length=80,
                        verbose_name="alamat",
                    ),
                ),
                (
                    "is_sensitive",
                    models.BooleanField(
                        default=False,
                        help_text="Menyangkut anak, korban, atau dapat merugikan pihak lain.",
                        verbose_name="naskah sensitif",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Draf"),
                            ("in_review", "Menunggu redaktur"),
                            ("approved", "Disetujui"),
                            ("scheduled", "Terjadwal"),
                            ("published", "Terbit"),
                            ("retracted", "Dicabut"),
                            ("spiked", "Disisihkan"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="tahap",
                    ),
                ),
                ("stage_since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("publish_at", models.DateTimeField(editable=False, null=True, verbose_name="terbit pada")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="dibuat"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="diubah"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="created_articles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "naskah",
                "verbose_name_plural": "naskah",
                "ordering": ("-updated_at", "-pk"),
                "permissions": (
                    ("read_every_article", "Boleh membaca semua naskah"),
                    ("review_article", "Boleh menyunting, menyetujui, dan menerbitkan naskah"),
                    ("review_every_section", "Boleh menyunting semua rubrik"),
                    ("retract_article", "Boleh mencabut berita"),
                ),
            },
        ),
        migrations.CreateModel(
            name="Author",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="nama")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Alamat halaman penulis. Bila diubah, alamat lama dialihkan.",
                        max_length=100,
                        unique=True,
                        verbose_name="alamat",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="Kode di akhir berita, misalnya “lmo”.",
                        max_length=8,
                        null=True,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z]{2,8}\\Z", "Kode terdiri dari 2 sampai 8 huruf kecil, misalnya “lmo”."
                            )
                        ],
                        verbose_name="kode",
                    ),
                ),
                ("job_title", models.CharField(blank=True, max_length=80, verbose_name="jabatan")),
                ("bio", models.TextField(blank=True, max_length=1000, verbose_name="profil")),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Yang tidak lagi bertugas tampil sebagai alumni.",
                        verbose_name="masih bertugas",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="author",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="akun",
                    ),
                ),
            ],
            options={
                "verbose_name": "penulis",
                "verbose_name_plural": "penulis",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="ArticleAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bylines", to="articles.article"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bylines", to="articles.author"
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.AddField(
            model_name="article",
            name="authors",
            field=models.ManyToManyField(
                blank=True,
                related_name="articles",
                through="articles.ArticleAuthor",
                to="articles.author",
                verbose_name="penulis",
            ),
        ),
        migrations.CreateModel(
            name="DeskSearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("terms", articles.search.terms.TermsField()),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="search_entry", to="articles.article"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first", "Terbit pertama"),
                            ("minor", "Perbaikan ketik"),
                            ("update", "Pembaruan"),
                            ("correction", "Ralat"),
                            ("retraction", "Pencabutan"),
                        ],
                        max_length=10,
                    ),
                ),
                ("headline", models.CharField(max_length=200)),
                ("subheadline", models.CharField(blank=True, max_length=200)),
                ("slug", models.SlugField(max_length=80)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("place", models.CharField(blank=True, max_length=60)),
                ("body", models.TextField(blank=True)),
                (
                    "content_class",
                    models.CharField(
                        choices=[("news", "Berita"), ("opinion", "Opini"), ("advertorial", "Advertorial")],
                        max_length=20,
                    ),
                ),
                ("advertiser", models.CharField(blank=True, max_length=120)),
                ("section_name", models.CharField(max_length=60)),
                ("byline", models.JSONField(default=list)),
                ("editor_name", models.CharField(blank=True, max_length=100)),
                ("photo_caption", models.CharField(blank=True, max_length=400)),
                ("photo_credit", models.CharField(blank=True, max_length=120)),
                ("photo_alt", models.CharField(blank=True, max_length=300)),
                ("inner_pictures", models.JSONField(default=dict)),
                ("gallery", models.JSONField(default=list)),
                ("topics", models.JSONField(default=list)),
                ("is_sensitive", models.BooleanField(default=False)),
                ("public_note", models.TextField(blank=True)),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sara", "Menyangkut SARA"),
                            ("kesusilaan", "Melanggar kesusilaan"),
                            ("masa_depan_anak", "Melindungi masa depan anak"),
                            ("trauma_korban", "Menghindari trauma korban"),
                            ("dewan_pers", "Pertimbangan lain yang ditetapkan Dewan Pers"),
                        ],
                        max_length=20,
                    ),
                ),
                ("published_at", models.DateTimeField()),
                ("modified_at", models.DateTimeField()),
                ("live_from", models.DateTimeField()),
                ("live_until", models.DateTimeField(null=True)),
                ("published_by_name", models.CharField(max_length=150)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="articles.article"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "edisi",
                "verbose_name_plural": "edisi",
                "ordering": ("-published_at", "-pk"),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="AuthorListing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="articles.author"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="author_listings",
                        to="articles.edition",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Editor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="nama")),
                ("job_title", models.CharField(default="Redaktur", max_length=80, verbose_name="jabatan")),
                ("is_active", models.BooleanField(default=True, verbose_name="masih bertugas")),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="editor",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="akun",
                    ),
                ),
            ],
            options={
                "verbose_name": "redaktur",
                "verbose_name_plural": "redaktur",
                "ordering": ("name",),
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="editor",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="articles.editor"
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="editor",
            field=models.ForeignKey(
                blank=True,
                help_text="Dicetak sebagai “Editor: …”. Kosong berarti redaktur yang menerbitkan.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="articles",
                to="articles.editor",
                verbose_name="redaktur",
            ),
        ),
        migrations.CreateModel(
            name="LeadStory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="urutan")),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lead",
                        to="articles.article",
                        verbose_name="naskah",
                    ),
                ),
            ],
            options={
                "verbose_name": "berita utama",
                "verbose_name_plural": "halaman depan",
                "ordering": ("position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("original", models.CharField(editable=False, max_length=100)),
                ("sha256", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("difference_hash", models.CharField(editable=False, max_length=16)),
                ("orientation", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("width", models.PositiveIntegerField(editable=False)),
                ("height", models.PositiveIntegerField(editable=False)),
                ("tone", models.CharField(default="222", editable=False, max_length=3)),
                ("renditions", models.JSONField(default=dict, editable=False)),
                ("share_bytes", models.PositiveIntegerField(default=0, editable=False)),
                ("due_since", models.DateTimeField(editable=False, null=True)),
                ("caption", models.CharField(blank=True, max_length=400, verbose_name="keterangan foto")),
                (
                    "alt_text",
                    models.CharField(
                        blank=True,
                        help_text="Apa yang terlihat, untuk pembaca yang tidak melihat foto.",
                        max_length=300,
                        verbose_name="teks alternatif",
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        blank=True,
                        help_text="Dicetak sebagai “(Foto: …)”; cukup tulis nama atau lembaganya.",
                        max_length=120,
                        verbose_name="kredit foto",
                    ),
                ),
                ("creator", models.CharField(blank=True, max_length=120, verbose_name="pemotret")),
                (
                    "people",
                    models.CharField(
                        blank=True,
                        help_text="Dipisah koma, untuk pencarian redaksi.",
                        max_length=300,
                        verbose_name="orang di dalam foto",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="tempat")),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="waktu pengambilan")),
                (
                    "taken_at_is_estimate",
                    models.BooleanField(
                        default=False,
                        help_text="Berkasnya tidak menyebut zona waktu; dianggap jam redaksi.",
                        verbose_name="waktu itu perkiraan",
                    ),
                ),
                (
                    "digital_source",
                    models.CharField(
                        choices=[
                            ("digitalCapture", "Foto kamera"),
                            ("compositeCapture", "Foto rekayasa"),
                            ("digitalArt", "Gambar atau ilustrasi"),
                            ("trainedAlgorithmicMedia", "Dibuat dengan kecerdasan buatan"),
                            ("compositeWithTrainedAlgorithmicMedia", "Sebagian dibuat dengan kecerdasan buatan"),
                        ],
                        default="digitalCapture",
                        max_length=40,
                        verbose_name="asal gambar",
                    ),
                ),
                (
                    "rights",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "Foto sendiri"),
                            ("citizen", "Kiriman warga dengan izin"),
                            ("press_office", "Humas"),
                            ("agency", "Kantor berita"),
                            ("cc", "Lisensi CC"),
                            ("public_domain", "Domain publik"),
                        ],
                        max_length=20,
                        verbose_name="hak pakai",
                    ),
                ),
                ("copyright_notice", models.CharField(blank=True, max_length=200, verbose_name="pemegang hak cipta")),
                (
                    "licence",
                    models.CharField(
                        blank=True, help_text="Misalnya “CC BY 4.0”.", max_length=300, verbose_name="syarat lisensi"
                    ),
                ),
                (
                    "licence_until",
                    models.DateField(
                        blank=True,
                        help_text="Hari terakhir foto ini boleh diterbitkan.",
                        null=True,
                        verbose_name="lisensi berlaku sampai",
                    ),
                ),
                (
                    "do_not_use",
                    models.BooleanField(
                        default=False,
                        help_text="Foto ini tidak dapat diterbitkan lagi sampai tanda ini dihapus.",
                        verbose_name="jangan dipakai",
                    ),
                ),
                ("kept_notes", models.JSONField(default=dict, editable=False)),
                (
                    "focal_x",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="titik fokus mendatar (%)",
                    ),
                ),
                (
                    "focal_y",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="titik fokus tegak (%)",
                    ),
                ),
                ("crops", models.JSONField(blank=True, default=dict, editable=False)),
                ("blurred", models.JSONField(blank=True, default=list, editable=False)),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "foto",
                "verbose_name_plural": "foto",
                "ordering": ("-uploaded_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="EditionPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photo_uses", to="articles.edition"
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="edition_uses", to="articles.photo"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="edition",
            name="photo",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="articles.photo"
            ),
        ),
        migrations.AddField(
            model_name="author",
            name="photo",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.photo",
                verbose_name="foto",
            ),
        ),
        migrations.CreateModel(
            name="ArticlePhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photo_uses", to="articles.article"
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="article_uses", to="articles.photo"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="article",
            name="photo",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="articles",
                to="articles.photo",
                verbose_name="foto utama",
            ),
        ),
        migrations.CreateModel(
            name="ReadingHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reading_hours", to="articles.article"
                    ),
                ),
            ],
            options={
                "verbose_name": "pembacaan per jam",
                "verbose_name_plural": "pembacaan per jam",
            },
        ),
        migrations.CreateModel(
            name="ReadingOrigin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("host", models.CharField(blank=True, max_length=100)),
                ("count", models.PositiveIntegerField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading_origins",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "asal pembaca",
                "verbose_name_plural": "asal pembaca",
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("saved", "Disimpan"), ("restored", "Dipulihkan"), ("set_aside", "Disimpan terpisah")],
                        default="saved",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(null=True)),
                ("base_version", models.PositiveIntegerField(default=0)),
                ("content", models.JSONField()),
                ("by_name", models.CharField(max_length=150)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="articles.article"
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
                    "restored_from",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.revision"
                    ),
                ),
            ],
            options={
                "verbose_name": "revisi",
                "verbose_name_plural": "revisi",
                "ordering": ("-pk",),
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="source",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="articles.revision"
            ),
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField()),
                ("head", models.TextField()),
                ("lead", models.TextField()),
                ("terms", articles.search.terms.TermsField()),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="search_entry", to="articles.edition"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="nama")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Bagian alamat halaman, misalnya “metropolis”. Bila diubah, alamat lama dialihkan.",
                        max_length=60,
                        unique=True,
                        validators=[articles.models.sections.validate_free_slug],
                        verbose_name="alamat",
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="keterangan")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"parent": None},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="articles.section",
                        verbose_name="rubrik induk",
                    ),
                ),
            ],
            options={
                "verbose_name": "rubrik",
                "verbose_name_plural": "rubrik",
                "ordering": ("position", "name"),
            },
        ),
        migrations.AddField(
            model_name="editor",
            name="sections",
            field=models.ManyToManyField(
                blank=True,
                help_text="Kosong berarti semua rubrik. Subrubrik ikut induknya.",
                to="articles.section",
                verbose_name="rubrik",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="section",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="articles.section"
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="articles",
                to="articles.section",
                verbose_name="rubrik",
            ),
        ),
        migrations.CreateModel(
            name="SectionListing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="section_listings",
                        to="articles.edition",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="articles.section"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StageChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=20)),
                (
                    "from_stage",
                    models.CharField(
                        choices=[
                            ("draft", "Draf"),
                            ("in_review", "Menunggu redaktur"),
                            ("approved", "Disetujui"),
                            ("scheduled", "Terjadwal"),
                            ("published", "Terbit"),
                            ("retracted", "Dicabut"),
                            ("spiked", "Disisihkan"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_stage",
                    models.CharField(
                        choices=[
                            ("draft", "Draf"),
                            ("in_review", "Menunggu redaktur"),
                            ("approved", "Disetujui"),
                            ("scheduled", "Terjadwal"),
                            ("published", "Terbit"),
                            ("retracted", "Dicabut"),
                            ("spiked", "Disisihkan"),
                        ],
                        max_length=12,
                    ),
                ),
                ("by_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.TextField(blank=True)),
                ("own_text", models.BooleanField(default=False)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stage_changes", to="articles.article"
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
                    "edition",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.edition"
                    ),
                ),
            ],
            options={
                "verbose_name": "perubahan tahap",
                "verbose_name_plural": "perubahan tahap",
                "ordering": ("-pk",),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("slug", models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name="slug")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="synonyms",
                        to="articles.tag",
                        verbose_name="digabung ke topik",
                    ),
                ),
            ],
            options={
                "verbose_name": "topik",
                "verbose_name_plural": "topik",
                "ordering": ("name",),
                "permissions": (("merge_tag", "Boleh menggabungkan topik"),),
            },
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
                        expression=django.db.models.functions.text.Substr("path", 1, 200),
                        output_field=models.CharField(max_length=200),
                    ),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        choices=[(301, "Dialihkan"), (410, "Sudah dihapus")], default=301, verbose_name="jawaban"
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
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="dibuat"),
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
                    "tag",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redirects",
                        to="articles.tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "pengalihan",
                "verbose_name_plural": "pengalihan",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="ArticleTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tagged", to="articles.article"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tagged_articles", to="articles.tag"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="article",
            name="tags",
            field=taggit.managers.TaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="articles.ArticleTag",
                to="articles.Tag",
                verbose_name="topik",
            ),
        ),
        migrations.CreateModel(
            name="TopicListing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topic_listings",
                        to="articles.edition",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="articles.tag"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="articleauthor",
            constraint=models.UniqueConstraint(fields=("article", "author"), name="article_author_once"),
        ),
        migrations.AddIndex(
            model_name="authorlisting",
            index=models.Index(fields=["author", "-published_at", "-edition"], name="authorlisting_newest"),
        ),
        migrations.AddConstraint(
            model_name="authorlisting",
            constraint=models.UniqueConstraint(fields=("edition", "author"), name="authorlisting_once"),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(fields=["-uploaded_at", "-id"], name="photo_newest"),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("due_since__isnull", False)), fields=["due_since"], name="photo_due"
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("licence_until__isnull", False)),
                fields=["licence_until"],
                name="photo_licence_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("focal_x__range", (0, 100)), ("focal_y__range", (0, 100))),
                name="photo_focal_point_inside",
            ),
        ),
        migrations.AddConstraint(
            model_name="editionphoto",
            constraint=models.UniqueConstraint(fields=("edition", "photo"), name="edition_photo_once"),
        ),
        migrations.AddConstraint(
            model_name="articlephoto",
            constraint=models.UniqueConstraint(fields=("article", "photo"), name="article_photo_once"),
        ),
        migrations.AddIndex(
            model_name="readinghour",
            index=models.Index(fields=["hour"], name="readinghour_hour"),
        ),
        migrations.AddConstraint(
            model_name="readinghour",
            constraint=models.UniqueConstraint(fields=("article", "hour"), name="readinghour_once"),
        ),
        migrations.AddConstraint(
            model_name="readingorigin",
            constraint=models.UniqueConstraint(fields=("article", "day", "host"), name="readingorigin_once"),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(fields=("article", "version"), name="revision_version_once"),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent", None), models.Q(("parent", models.F("pk")), _negated=True), _connector="OR"
                ),
                name="section_not_its_own_parent",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["-published_at", "-id"], name="edition_newest"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["kind", "-live_from"], name="edition_kind_newest"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["live_from"], name="edition_live_from"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("live_until__isnull", False)), fields=["live_until"], name="edition_live_until"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("article", "number"), name="edition_number_once"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("live_until", None)), fields=("article",), name="edition_one_open_per_article"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["first", "minor", "update", "correction", "retraction"])),
                name="edition_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("live_until", None), ("live_until__gte", models.F("live_from")), _connector="OR"),
                name="edition_interval_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_at__lte", models.F("live_from"))), name="edition_published_before_live"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["first", "minor"]), models.Q(("public_note", ""), _negated=True), _connector="OR"
                ),
                name="edition_change_has_note",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ground__in", ["sara", "kesusilaan", "masa_depan_anak", "trauma_korban", "dewan_pers"]),
                        ("kind", "retraction"),
                    ),
                    models.Q(models.Q(("kind", "retraction"), _negated=True), ("ground", "")),
                    _connector="OR",
                ),
                name="edition_ground_iff_retraction",
            ),
        ),
        migrations.AddIndex(
            model_name="sectionlisting",
            index=models.Index(fields=["section", "-published_at", "-edition"], name="sectionlisting_newest"),
        ),
        migrations.AddConstraint(
            model_name="sectionlisting",
            constraint=models.UniqueConstraint(fields=("edition", "section"), name="sectionlisting_once"),
        ),
        migrations.AddIndex(
            model_name="stagechange",
            index=models.Index(fields=["article", "-id"], name="stagechange_newest"),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", [301, 410])), name="redirect_status_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("article", None),
                        ("author", None),
                        ("section", None),
                        ("status", 410),
                        ("tag", None),
                        ("target", ""),
                    ),
                    models.Q(
                        ("status", 301),
                        models.Q(
                            models.Q(
                                ("author", None),
                                ("section", None),
                                ("tag", None),
                                ("target", ""),
                                models.Q(("article", None), _negated=True),
                            ),
                            models.Q(
                                ("article", None),
                                ("author", None),
                                ("tag", None),
                                ("target", ""),
                                models.Q(("section", None), _negated=True),
                            ),
                            models.Q(
                                ("article", None),
                                ("section", None),
                                ("tag", None),
                                ("target", ""),
                                models.Q(("author", None), _negated=True),
                            ),
                            models.Q(
                                ("article", None),
                                ("author", None),
                                ("section", None),
                                ("target", ""),
                                models.Q(("tag", None), _negated=True),
                            ),
                            models.Q(
                                ("article", None),
                                ("author", None),
                                ("section", None),
                                ("tag", None),
                                models.Q(("target", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="redirect_one_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="articletag",
            constraint=models.UniqueConstraint(fields=("content_object", "tag"), name="article_tagged_once"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["-updated_at", "-id", "created_by"], name="article_newest"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["stage", "-updated_at", "-id"], name="article_stage_newest"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["stage", "stage_since"], name="article_stage_oldest"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["created_by", "-updated_at", "-id"], name="article_mine_newest"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["section", "-updated_at", "-id"], name="article_section_newest"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage__in", ["draft", "in_review", "approved", "scheduled", "published", "retracted", "spiked"])
                ),
                name="article_stage_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("content_class__in", ["news", "opinion", "advertorial"])),
                name="article_content_class_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "scheduled"), _negated=True), ("publish_at__isnull", False), _connector="OR"
                ),
                name="article_scheduled_has_time",
            ),
        ),
        migrations.AddIndex(
            model_name="topiclisting",
            index=models.Index(fields=["tag", "-published_at", "-edition"], name="topiclisting_newest"),
        ),
        migrations.AddConstraint(
            model_name="topiclisting",
            constraint=models.UniqueConstraint(fields=("edition", "tag"), name="topiclisting_once"),
        ),
    ]
