"""Which rooms and packages make up the site, and what a request passes through."""

# Lower rooms first: foreign keys may point to an earlier one only; tests/test_architecture.py holds it.
ROOMS = ["concordat.places", "concordat.history", "concordat.accounts", "concordat.returns", "concordat.rollups"]
AUTH_USER_MODEL = "accounts.Person"

INSTALLED_APPS = [
    "concordat.web",  # first, so that its templates stand before those of the packages
    *ROOMS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "concordat.config.methods.drop_content",
    "concordat.web.middleware.requests.log_requests",
    "concordat.web.middleware.headers.add_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "concordat.web.middleware.answers.design_answers",
    "concordat.web.middleware.database.DatabaseAway",
    "concordat.config.login_away.LoginAway",
    "concordat.config.disk_full.DiskFull",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "concordat.web.context.shell",
            ],
            "builtins": [
                "django.templatetags.static",
                "concordat.web.templatetags.figures",
                "concordat.web.templatetags.nhsuk",
            ],
        },
    }
]
FORM_RENDERER = "concordat.web.renderer.Renderer"

# Functions of a request that give the links of the main navigation; each room may add its own.
NAVIGATION: list[str] = ["concordat.returns.context.list_links", "concordat.accounts.context.navigation"]

ROOT_URLCONF = "concordat.config.urls"
WSGI_APPLICATION = "concordat.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # showing a message writes nothing
