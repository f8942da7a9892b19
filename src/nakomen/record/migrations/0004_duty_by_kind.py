"""The work list of who sees some kinds of acts only, in its order: see worklist.py."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index on the duties that wait, for one that the foreign key has already."""

    dependencies = (("record", "0003_desk"),)
    operations = (
        migrations.RemoveIndex(model_name="dutycopy", name="duty_by_client"),
        migrations.AddIndex(
            model_name="dutycopy",
            index=models.Index(fields=("organisation", "bearer", "kind", "due", "id"), name="duty_by_kind"),
        ),
    )
