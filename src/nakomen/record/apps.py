"""The one Django app of the record."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Tables, migrations and tasks of what is kept."""

    name = "nakomen.record"
    label = "record"
    verbose_name = "Nakomen: what is kept"
