"""What the processes of one installation share for a short while: how often somebody tried, which code was used."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SharedCache(models.Model):
    """The table of Django's database cache, as that names its columns; of no organisation, and nothing personal in it.

    It holds what must count over all worker processes: attempts at signing in (by address or by a hash), and codes
    that were used once. Losing it loses nothing but that count.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "shared_cache"
        default_permissions: ClassVar[tuple[str, ...]] = ()
