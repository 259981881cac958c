"""Keys, hosts, cookies, HTTPS, what a page may load, how much may be sent."""

from django.core.exceptions import ImproperlyConfigured

from concordat.config.environment import text, whole, words
from concordat.config.settings.modes import DEBUG, DEMO, HTTPS
from concordat.config.settings.sign_in import OIDC_ORIGIN

DEMO_KEY = "concordat-demo-key-known-to-everybody-and-for-trying-out-only"
LEAST_KEY = 50
YEAR = 365 * 24 * 60 * 60
MEGABYTE = 1024 * 1024


def secret_key(key: str, debug: bool) -> str:
    """The key that signs cookies and links in e-mails. Raises ImproperlyConfigured for one that is no secret."""
    if debug:
        return key or DEMO_KEY
    if not key or key == DEMO_KEY or len(key) < LEAST_KEY:
        what = (
            "is not set"
            if not key
            else "is the demo key"
            if key == DEMO_KEY
            else f"is shorter than {LEAST_KEY} characters"
        )
        raise ImproperlyConfigured(
            f"CONCORDAT_SECRET_KEY {what}. Make one with "
            "`python -c 'import secrets; print(secrets.token_urlsafe(64))'` and keep it secret; to try things out, run "
            "`concordat serve --demo`."
        )
    return key


SECRET_KEY = secret_key(text("CONCORDAT_SECRET_KEY"), DEBUG)
SECRET_KEY_FALLBACKS = words("CONCORDAT_OLD_SECRET_KEYS")

ALLOWED_HOSTS = words("CONCORDAT_HOSTS") or (["localhost", "127.0.0.1", "[::1]"] if DEBUG or DEMO else [])
PROXIES = whole("CONCORDAT_PROXIES", 0)
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # whoever asks whether the site is up asks inside the network
SECURE_HSTS_SECONDS = YEAR if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # the token for scripts stands in the page
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # Strict would lose the session on the way back from a login
SESSION_COOKIE_AGE = whole("CONCORDAT_SESSION_HOURS", 10, least=1) * 60 * 60  # a working day, however busy
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
CSRF_FAILURE_VIEW = "concordat.web.views.errors.csrf_failure"

# How often one program, or one person's page, may call the API.
API_CALLS_A_MINUTE = whole("CONCORDAT_API_CALLS", 600, least=1)

# What a page may load: nothing but our own files, no script and no style written into a page.
CONTENT_SECURITY_POLICY = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],  # the picture of a second factor's secret, which no file may hold
    "connect-src": ["'self'"],
    "font-src": ["'none'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'", *([OIDC_ORIGIN] if OIDC_ORIGIN else [])],
}

UPLOAD_BYTES = whole("CONCORDAT_UPLOAD_MB", 10, least=1) * MEGABYTE  # one file; requests may be no larger, see uploads
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MEGABYTE  # all of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = [
    "concordat.web.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", **options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"OPTIONS": {"min_length": 12}}),
        ("CommonPasswordValidator", {}),
    )
]
