"""The cache in files that all workers of a machine share, on a disk that may be full."""

import logging
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

log = logging.getLogger("concordat.cache")


class KeptInFiles(FileBasedCache):
    """What has no end of its own is worked out again where it cannot be written.

    What has one counts something, such as attempts to sign in. A count that cannot be kept is an error, or there would
    be no limit while the disk is full.
    """

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        """Keep a value. Raises OSError for one with an end that cannot be written."""
        try:
            super().set(key, value, timeout, version)
        except OSError as why:
            if timeout not in (None, DEFAULT_TIMEOUT):
                raise
            log.error("disk takes nothing", exc_info=why)
