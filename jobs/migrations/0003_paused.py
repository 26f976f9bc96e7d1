from django.db import migrations, models

STATES = [
    ("running", "Berjalan"),
    ("paused", "Dijeda"),
    ("stopped", "Dihentikan"),
    ("done", "Selesai"),
    ("failed", "Gagal"),
]


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_timers")]

    operations = [
        migrations.RemoveConstraint(model_name="job", name="job_state_known"),
        migrations.AlterField(
            model_name="job",
            name="state",
            field=models.CharField(choices=STATES, default="running", max_length=10, verbose_name="keadaan"),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", [state for state, _ in STATES])), name="job_state_known"
            ),
        ),
    ]
