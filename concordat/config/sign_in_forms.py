"""The forms of signing in and of one's own account, with labels, hints and errors in the words of the site."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from django.forms import Form

NEW_PASSWORD_HINT = "At least 12 characters. Three or four words that do not belong together are good."


class InOurWords(Form):
    """Gives each field that `words` names its label, its hint, and what is said where it was left empty."""

    words: dict[str, tuple[str, str, str]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, missing) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = missing


_ADDRESS = ("E-mail address", "", "Type the address that you were invited with.")
_PASSWORD = ("Password", "", "Type your password.")
_NEW = ("New password", NEW_PASSWORD_HINT, "Type the password that you want to sign in with.")
_AGAIN = ("The same password again", "", "Type the new password a second time.")
_CODE = ("Code", "The six digits that your app shows, or a recovery code.", "Type the code that your app shows.")


class LoginForm(InOurWords, account.LoginForm):  # type: ignore[misc]
    words = {"login": _ADDRESS, "password": _PASSWORD}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = account.PasswordField(show_reset_help=True).help_text


class AddEmailForm(InOurWords, account.AddEmailForm):  # type: ignore[misc]
    words = {"email": ("New address", "A link to confirm it goes there.", "Type the address to be added.")}  # noqa: RUF012


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": _ADDRESS}  # noqa: RUF012


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {"password1": _NEW, "password2": _AGAIN}  # noqa: RUF012


class SetPasswordForm(InOurWords, account.SetPasswordForm):  # type: ignore[misc]
    words = {"password1": _NEW, "password2": _AGAIN}  # noqa: RUF012


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]
    words = {  # noqa: RUF012
        "oldpassword": ("Present password", "", "Type the password that you have now."),
        "password1": _NEW,
        "password2": _AGAIN,
    }


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": _PASSWORD}  # noqa: RUF012


class CodeForm(InOurWords, factor.AuthenticateForm):  # type: ignore[misc]
    words = {"code": _CODE}  # noqa: RUF012


class CodeAgainForm(InOurWords, factor.ReauthenticateForm):  # type: ignore[misc]
    words = {"code": _CODE}  # noqa: RUF012


class ActivateForm(InOurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": ("Code", "The six digits that your app shows.", "Type the code that your app shows.")}  # noqa: RUF012
