import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reader",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reader",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="akun",
                    ),
                ),
                ("display_name", models.CharField(max_length=40, verbose_name="nama tampilan")),
                ("name_key", models.CharField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ("is_adult", models.BooleanField(verbose_name="berusia 18 tahun atau lebih")),
                ("joined_at", models.DateTimeField(auto_now_add=True, verbose_name="bergabung")),
            ],
            options={
                "verbose_name": "pembaca",
                "verbose_name_plural": "pembaca",
            },
        ),
        migrations.CreateModel(
            name="TermsVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="sidik")),
                ("text", models.TextField(verbose_name="teks")),
                ("first_agreed_at", models.DateTimeField(auto_now_add=True, verbose_name="pertama disetujui")),
            ],
            options={
                "verbose_name": "versi ketentuan",
                "verbose_name_plural": "versi ketentuan",
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "way",
                    models.CharField(
                        choices=[("sign_up", "saat mendaftar"), ("renewal", "saat ketentuan diperbarui")],
                        max_length=10,
                        verbose_name="cara",
                    ),
                ),
                ("given_at", models.DateTimeField(auto_now_add=True, verbose_name="waktu")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="alamat IP")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="akun dihapus")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="consents",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="akun",
                    ),
                ),
                (
                    "terms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="accounts.termsversion",
                        verbose_name="ketentuan",
                    ),
                ),
            ],
            options={
                "verbose_name": "persetujuan",
                "verbose_name_plural": "persetujuan",
                "ordering": ("given_at", "pk"),
            },
        ),
    ]
