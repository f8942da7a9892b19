"""The key store of this installation: opened once a process, in the folder that the settings name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from nakomen.record.crypto.keystore import KeyStore


@cache
def _opened(folder: Path) -> KeyStore:
    return KeyStore(folder)


def key_store() -> KeyStore:
    """The key store. Raises what KeyStore raises where it is missing or cannot be read."""
    return _opened(Path(settings.KEYS))
