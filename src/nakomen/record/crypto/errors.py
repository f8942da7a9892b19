"""What can be wrong with a key. No message names a key."""


class KeyStoreError(Exception):
    """The key store is missing, is not one, or cannot be opened with this root key."""


class KeyMissingError(KeyStoreError):
    """A key that ought to be in the store is not there, or cannot be read any more."""


class KeyDestroyedError(KeyStoreError):
    """The key was destroyed on purpose. It never comes back, and no other takes its place."""
