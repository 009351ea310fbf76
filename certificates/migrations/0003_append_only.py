from django.db import migrations

from lms.append_only import install_triggers


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_relations")]
    operations = [
        install_triggers(
            "certificates_period",
            "certificates_periodbasis",
            "certificates_certificate",
            "certificates_certificatefile",
            "certificates_ruling",
            "certificates_obligation",
            "certificates_fulfilment",
            "certificates_outcome",
            "certificates_rollout",
        )
    ]
