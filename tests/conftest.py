"""Settings that hold for all tests."""

import os

from hypothesis import settings

# A slow or busy machine is no reason to fail; in CI the same examples are tried on every run.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
