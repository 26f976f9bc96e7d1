import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="jenis")),
                ("key", models.CharField(max_length=200, verbose_name="bahan")),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Berjalan"), ("done", "Selesai"), ("failed", "Gagal")],
                        default="running",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=40, verbose_name="tahap")),
                ("cursor", models.PositiveBigIntegerField(default=0)),
                ("heartbeat", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tanda hidup")),
                ("report", models.JSONField(default=dict, verbose_name="laporan")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dimulai")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="selesai")),
            ],
            options={
                "verbose_name": "pekerjaan",
                "verbose_name_plural": "pekerjaan",
                "ordering": ("-pk",),
                "indexes": [models.Index(fields=["kind", "key", "-id"], name="job_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["running", "done", "failed"])), name="job_state_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200, unique=True)),
                ("channel", models.CharField(choices=[("mail", "Surel")], max_length=10)),
                ("recipient", models.CharField(blank=True, max_length=320)),
                ("content", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Menunggu"), ("sent", "Terkirim"), ("expired", "Kedaluwarsa")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=100)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["next_try_at"], name="outbox_waiting"
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", False)), fields=["ended_at"], name="outbox_ended"
                    ),
                ],
            },
        ),
    ]
