"""Signing in: by e-mail and password with a second factor, or by an organisation's own login (OpenID Connect)."""

from urllib.parse import urlsplit

from concordat.config.environment import address, text
from concordat.config.settings.modes import HTTPS

AUTHENTICATION_BACKENDS = ["concordat.config.sessions.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "concordat.config.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "concordat.config.adapters.SocialAccountAdapter"
ACCOUNT_FORMS = {
    "login": "concordat.config.sign_in_forms.LoginForm",
    "add_email": "concordat.config.sign_in_forms.AddEmailForm",
    "change_password": "concordat.config.sign_in_forms.ChangePasswordForm",
    "set_password": "concordat.config.sign_in_forms.SetPasswordForm",
    "reset_password": "concordat.config.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "concordat.config.sign_in_forms.ResetPasswordKeyForm",
    "reauthenticate": "concordat.config.sign_in_forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Concordat] "
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, and after CONCORDAT_SESSION_HOURS at the latest
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # asking for a new password sends nothing to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever's password, address or second factor changes hears of it
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "confirm_email": "1/3m/key",
    "signup": "20/m/ip",
}

MFA_ADAPTER = "concordat.config.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "concordat.config.sign_in_forms.CodeForm",
    "reauthenticate": "concordat.config.sign_in_forms.CodeAgainForm",
    "activate_totp": "concordat.config.sign_in_forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Concordat"

OIDC_URL = address("CONCORDAT_OIDC_URL")
OIDC_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(OIDC_URL)) if OIDC_URL else ""
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organisation",
                "name": text("CONCORDAT_OIDC_NAME", "your organisation"),
                "client_id": text("CONCORDAT_OIDC_CLIENT"),
                "secret": text("CONCORDAT_OIDC_SECRET"),
                "settings": {"server_url": OIDC_URL},
            }
        ]
        if OIDC_URL
        else [],
    }
}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # who was invited by e-mail may come by the organisation's login
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
