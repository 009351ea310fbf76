import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contents", "0002_initial"),
        ("learning", "0002_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NotebookEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("block", models.CharField(max_length=24)),
                ("kept", models.JSONField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("page", models.CharField(blank=True, max_length=24)),
                ("saved_at", models.DateTimeField()),
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contents.content"
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notebook", to="learning.enrolment"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "content", "block"), name="notebook_entry_once")
                ],
            },
        ),
    ]
