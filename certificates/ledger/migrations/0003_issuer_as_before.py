"""A site that has issued certificates knows who issues them: what the newest one says, goes on."""

from email.utils import parseaddr

from django.conf import settings
from django.db import migrations


def keep_the_issuer(apps, schema_editor):
    organisations = apps.get_model("lms", "Organisation").objects
    newest = apps.get_model("ledger", "Certificate").objects.order_by("-pk").first()
    if newest is None or organisations.exists():
        return
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organisations.create(
        name=newest.facts["issuer"],
        time_zone=newest.facts["time_zone"],
        signatory_name=newest.facts["signatory_name"],
        signatory_title=newest.facts["signatory_title"],
        letters_name=name,
        letters_address=address,
        version=1,
    )


class Migration(migrations.Migration):

    dependencies = [("ledger", "0002_organisation"), ("lms", "0001_organisation")]

    operations = [migrations.RunPython(keep_the_issuer, migrations.RunPython.noop)]
