"""Settings of the tests: as the site runs for real, save that nothing outside the test's own reach is needed.

The database is SQLite in a file of its own, as the site's is; with CONCORDAT_TEST_DATABASE=postgresql it is the one
that DATABASE_URL names, or the one of this machine.
"""

import os
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / f"concordat-tests-{os.getpid()}"
ON_THIS_MACHINE = "postgresql://postgres@127.0.0.1:5432/postgres"

os.environ.update(
    CONCORDAT_SECRET_KEY="only-for-tests-and-long-enough-to-be-taken-for-a-real-key-0123456789",
    CONCORDAT_HOSTS="testserver,localhost,127.0.0.1",
    CONCORDAT_HTTPS="0",
    CONCORDAT_GALLERY="1",
    CONCORDAT_DATA=str(FOLDER),
)
if os.environ.get("CONCORDAT_TEST_DATABASE", "") == "postgresql":
    os.environ.setdefault("DATABASE_URL", ON_THIS_MACHINE)

from concordat.config.settings import *  # noqa: E402, F403
from concordat.config.settings import DATABASES, STORAGES  # noqa: E402

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True  # looks for files when they are asked for, so that none has to be collected
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, where a test signs somebody in
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Named by the process, or two runs at the same time would drop each other's.
in_a_file = "sqlite" in DATABASES["default"]["ENGINE"]
DATABASES["default"]["TEST"] = {"NAME": f"{FOLDER}.sqlite3" if in_a_file else FOLDER.name}
