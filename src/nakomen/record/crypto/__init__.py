"""The cryptography of the record: chains, the tree over their tips, signed checkpoints, and the key store.

Pure: no Django, no database of the record, and no clock; "now" is an argument.
"""

from nakomen.record.crypto.chain import (
    ALGORITHM,
    GENESIS,
    BrokenEntryError,
    Header,
    Purpose,
    commitment,
    header_bytes,
    open_entry,
    seal_entry,
    tip,
)
from nakomen.record.crypto.checkpoint import CheckpointBody
from nakomen.record.crypto.errors import KeyDestroyedError, KeyMissingError, KeyStoreError
from nakomen.record.crypto.key_rows import PURPOSES, ClientKeys, Tombstone
from nakomen.record.crypto.keystore import KeyStore
from nakomen.record.crypto.tree import Frontier, leaf_bytes

__all__ = [
    "ALGORITHM",
    "GENESIS",
    "PURPOSES",
    "BrokenEntryError",
    "CheckpointBody",
    "ClientKeys",
    "Frontier",
    "Header",
    "KeyDestroyedError",
    "KeyMissingError",
    "KeyStore",
    "KeyStoreError",
    "Purpose",
    "Tombstone",
    "commitment",
    "header_bytes",
    "leaf_bytes",
    "open_entry",
    "seal_entry",
    "tip",
]
