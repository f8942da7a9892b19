"""A key store on disk, with one organisation in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nakomen.record.crypto.keystore import KeyStore
from tests.record.crypto.stores import NOW, ORGANISATION


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def store(folder: Path) -> Iterator[KeyStore]:
    store = KeyStore.create(folder)
    store.organisation_created(ORGANISATION, NOW)
    yield store
    store.close()
