from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0006_limits_of_accounts")]

    operations = [
        migrations.AddField(
            model_name="mailchoice",
            name="decisions",
            field=models.BooleanField(default=True, verbose_name="kirim surel bila komentar saya diputuskan"),
        ),
        migrations.AlterField(
            model_name="reportevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "Diterima"),
                    ("hidden", "otomatis: batas 2x24 jam"),
                    ("decided", "Diputuskan"),
                    ("told", "Pelapor diberi tahu"),
                    ("corrected", "Keputusan dibetulkan"),
                ],
                max_length=10,
            ),
        ),
    ]
