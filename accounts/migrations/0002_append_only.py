from django.db import migrations

from lms.append_only import install_triggers


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [install_triggers("accounts_accesslogentry")]
