"""What Django is told. Everything that differs between machines comes from the environment: docs/reference/settings.md.

Each file holds one concern; this one only brings them together.
"""

from concordat.config.settings.apps import *  # noqa: F403
from concordat.config.settings.files import *  # noqa: F403
from concordat.config.settings.logs import *  # noqa: F403
from concordat.config.settings.mail import *  # noqa: F403
from concordat.config.settings.security import *  # noqa: F403
from concordat.config.settings.sign_in import *  # noqa: F403
from concordat.config.settings.site import *  # noqa: F403
from concordat.config.settings.storage import *  # noqa: F403
