"""What the database itself refuses: see record/guards.py."""

from django.db import migrations

from nakomen.record import guards


class Migration(migrations.Migration):
    """Triggers on both databases, row-level security on PostgreSQL."""

    dependencies = (("record", "0001_initial"),)
    operations = (migrations.RunPython(guards.install, guards.lift),)
