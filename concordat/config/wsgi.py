"""The door for a server: `gunicorn --preload concordat.config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concordat.config.settings")
application = get_wsgi_application()
import_string("concordat.config.warm_up.warm_up")()  # by name, for it loads models, which wait for the settings
