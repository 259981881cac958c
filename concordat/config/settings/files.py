"""Static files: collected, named by their content, compressed, and served by the site itself."""

from concordat.config.environment import data_folder
from concordat.config.settings.modes import DEBUG

STATIC_URL = "/static/"
STATIC_ROOT = data_folder() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "concordat.config.static_files.NamedByContent"
    },
}
MEDIA_ROOT = data_folder() / "files"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
