"""The settings under test: a home of its own for every run, and nothing from the developer's environment."""

from __future__ import annotations

import os
import tempfile

from motcua.kernel.places import repository

_KEPT = {"MOTCUA_POSTGRES_BIN", "MOTCUA_TEST_HOME"}
for _name in [name for name in os.environ if name.startswith("MOTCUA_") and name not in _KEPT]:
    del os.environ[_name]

# The first process chooses the folder; parallel workers inherit it.
if not os.environ.get("MOTCUA_TEST_HOME"):
    _runs = repository() / "var" / "tests"
    _runs.mkdir(parents=True, exist_ok=True)
    os.environ["MOTCUA_TEST_HOME"] = tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=_runs)
    os.chmod(os.environ["MOTCUA_TEST_HOME"], 0o755)  # noqa: S103 - the database's account must pass through
os.environ["MOTCUA_HOME"] = os.environ["MOTCUA_TEST_HOME"]
os.environ["MOTCUA_DATABASE_ROLE"] = "motcua_owner"
os.environ["MOTCUA_SECRET_KEY"] = "only for tests"  # noqa: S105

from motcua.settings import *  # noqa: E402, F403

# Argon2 is slow on purpose; one test of its own looks at the real setting.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = False
ALLOWED_HOSTS = ["*"]
