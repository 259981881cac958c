"""Where things are kept: the database, sessions, and a cache that all workers of a machine share."""

from concordat.config.database_url import parse_database_url, sqlite
from concordat.config.environment import data_folder, text

DATA = data_folder()
DATABASES = {
    "default": parse_database_url(text("DATABASE_URL")) if text("DATABASE_URL") else sqlite(DATA / "concordat.sqlite3")
}
SESSION_ENGINE = "concordat.config.sessions"

# In files: shared by all workers, so that a limit on attempts to sign in is one limit, and never in memory for ever.
CACHES = {
    "default": {
        "BACKEND": "concordat.config.kept_in_files.KeptInFiles",
        "LOCATION": DATA / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
