"""What a real deployment has to get right, beyond what Django checks by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.checks import ERROR, run_checks

from concordat.config.email_url import CONSOLE
from concordat.config.environment import text
from concordat.config.serving import CannotServe, prepare_database, prepare_files
from concordat.config.settings.mail import NOBODY
from concordat.returns.demo import is_demonstration

NO_HOSTS = "security.W020"  # ours says what to do


@dataclass(frozen=True, slots=True)
class Matter:
    """Something about this deployment. One that `blocks` has to be put right before people use the site."""

    text: str
    blocks: bool = True


def check_deployment() -> Iterator[Matter]:
    """Everything that is to be said about the settings, the database and the files of this machine."""
    yield from _django_says()
    yield from _check_settings()
    for check in (prepare_files, _refuse_the_demonstration):
        try:
            check()
        except CannotServe as problem:
            yield Matter(str(problem))


def _refuse_the_demonstration() -> None:
    """Raises CannotServe where the database is not ready, or holds people whose password everybody knows."""
    prepare_database(migrate=False)
    if not settings.DEMO and is_demonstration():
        raise CannotServe(
            "The people of the demonstration are in this database, with a password that everybody knows. Name an empty "
            "one in DATABASE_URL or CONCORDAT_DATA."
        )


def _django_says() -> Iterator[Matter]:
    for said in run_checks(include_deployment_checks=True):
        if said.id == NO_HOSTS:
            continue
        hint = f" {said.hint}" if said.hint else ""
        yield Matter(f"{said.msg}{hint} [{said.id}]", blocks=said.level >= ERROR or "security" in str(said.id))


def _check_settings() -> Iterator[Matter]:
    if settings.DEBUG:
        yield Matter("CONCORDAT_DEBUG is on: errors show code and settings to everybody. Unset it.")
    if settings.DEMO:
        yield Matter("CONCORDAT_DEMO is on: the site runs without HTTPS. Unset it.")
    if not settings.ALLOWED_HOSTS:
        yield Matter(
            "CONCORDAT_HOSTS is not set: no request is answered. Name the site's host, such as bcf.example.org."
        )
    if settings.DELIVERY_BACKEND == CONSOLE:
        yield Matter(
            "CONCORDAT_EMAIL_URL is not set: invitations and receipts are printed, not sent. Name a mail server."
        )
    elif settings.DEFAULT_FROM_EMAIL == NOBODY:
        yield Matter(
            "CONCORDAT_EMAIL_FROM is not set: letters would come from this machine, and most mail servers refuse them. "
            "Name an address, such as bcf@example.org."
        )
    if settings.OIDC_URL and not text("CONCORDAT_OIDC_CLIENT"):
        yield Matter("CONCORDAT_OIDC_CLIENT is not set: nobody can sign in at CONCORDAT_OIDC_URL without it.")
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        yield Matter(
            "The database is SQLite, which serves one machine and one writer at a time. For more set DATABASE_URL.",
            blocks=False,
        )
    if not settings.PROXIES:
        yield Matter(
            "CONCORDAT_PROXIES is not set: behind a proxy that ends TLS every page redirects to itself, and all "
            "visitors share one limit on attempts to sign in. Set it to the number of proxies, 1 as a rule.",
            blocks=False,
        )
