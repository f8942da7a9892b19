"""The settings of the tests: an installation in a folder that goes away, on the database that the run asks for."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# What somebody's own installation is called must not reach the tests, nor may a test write there.
for name in [name for name in os.environ if name.startswith("NAKOMEN_") and not name.startswith("NAKOMEN_TEST_")]:
    del os.environ[name]
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "EMAIL_URL"):
    os.environ.pop(name, None)
TEST_HOME = Path(tempfile.mkdtemp(prefix="nakomen-home-"))
atexit.register(shutil.rmtree, TEST_HOME, ignore_errors=True)
os.environ["NAKOMEN_HOME"] = str(TEST_HOME)
if os.environ.get("NAKOMEN_TEST_DATABASE") == "postgresql":
    os.environ["DATABASE_URL"] = "postgresql:///unnamed"  # which server it is, the fixture django_db_setup says

from nakomen.settings import *  # noqa: E402, F403 - settings are one namespace, and they are read from the environment

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # a good hash is slow on purpose; tests sign in often
