"""How the site runs here: for real, as a demo on one's own machine, or while developing."""

from concordat.config.environment import flag

DEBUG = flag("CONCORDAT_DEBUG")
# A demo has designed errors and hashed files as the real site does, but plain HTTP and e-mail on the console.
DEMO = flag("CONCORDAT_DEMO")
HTTPS = flag("CONCORDAT_HTTPS", default=not (DEBUG or DEMO))
# The page of all components, for whoever builds pages and for tests.
GALLERY = flag("CONCORDAT_GALLERY", default=DEBUG)
