from django.db import migrations

from lms.append_only import install_triggers


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_relations")]
    operations = [
        install_triggers(
            "courses_content",
            "courses_contentclaim",
            "courses_contentimage",
            "courses_contentdocument",
            "courses_release",
            "courses_releaseitem",
            "courses_completion",
            "courses_coursecompletion",
        ),
        install_triggers("courses_attempt", sealed_by="submitted_at"),
    ]
