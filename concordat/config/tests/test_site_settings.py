"""The settings as a process of its own reads them from the environment: what is refused, what is secure."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from concordat.config.settings.security import DEMO_KEY

ROOT = Path(__file__).parent.parent.parent.parent
KEY = "a-key-of-a-test-that-is-long-enough-for-real-use-0123456789-abcdef"
PRODUCTION = {
    "CONCORDAT_SECRET_KEY": KEY,
    "CONCORDAT_HOSTS": "bcf.example.org",
    "CONCORDAT_EMAIL_URL": "smtp://mail.example.org",
    "CONCORDAT_PROXIES": "1",
    "DATABASE_URL": "postgresql://bcf:x@127.0.0.1/bcf",
}
READ = (
    "import json; from concordat.config import settings as s; "
    "print(json.dumps({name: getattr(s, name) for name in dir(s) if name.isupper()}, default=str))"
)


def run(code, tmp_path, environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CONCORDAT_", "DATABASE_"))}
    settings = {"DJANGO_SETTINGS_MODULE": "concordat.config.settings", "CONCORDAT_DATA": str(tmp_path), **environment}
    return subprocess.run([sys.executable, *code], env={**clean, **settings}, capture_output=True, text=True)


def read(tmp_path, **environment):
    done = run(["-c", READ], tmp_path, environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("key", "said"), [("", "is not set"), (DEMO_KEY, "is the demo key"), ("short", "is shorter")])
def test_settings_refuse_a_key_that_is_no_secret(tmp_path, key, said):
    done = run(["-c", READ], tmp_path, {**PRODUCTION, "CONCORDAT_SECRET_KEY": key})
    assert done.returncode != 0
    assert f"CONCORDAT_SECRET_KEY {said}" in done.stderr
    assert "secrets.token_urlsafe(64)" in done.stderr


def test_settings_in_production_are_secure(tmp_path):
    found = read(tmp_path, **PRODUCTION)
    assert not found["DEBUG"]
    assert not found["GALLERY"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] == 31536000
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["SESSION_COOKIE_AGE"] == 36000
    assert found["SESSION_EXPIRE_AT_BROWSER_CLOSE"]
    assert found["DATABASES"]["default"]["CONN_HEALTH_CHECKS"]
    assert "smtp" in found["DELIVERY_BACKEND"]
    assert found["EMAIL_BACKEND"] == "concordat.accounts.outbox.Outbox"


def test_settings_of_a_demo_work_without_https(tmp_path):
    found = read(tmp_path, CONCORDAT_DEMO="1", CONCORDAT_SECRET_KEY=KEY)
    assert not found["DEBUG"]
    assert not found["SECURE_SSL_REDIRECT"]
    assert not found["SESSION_COOKIE_SECURE"]
    assert "console" in found["EMAIL_BACKEND"]
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "concordat.sqlite3")


def test_an_organisations_login_may_be_gone_to_from_a_form(tmp_path):
    found = read(tmp_path, **PRODUCTION, CONCORDAT_OIDC_URL="https://login.example.org/realms/x")
    assert found["CONTENT_SECURITY_POLICY"]["form-action"] == ["'self'", "https://login.example.org"]
    assert found["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"][0]["provider_id"] == "organisation"


def test_check_deploy_of_django_is_clean_in_production(tmp_path):
    done = run(["-m", "django", "check", "--deploy", "--fail-level", "WARNING"], tmp_path, PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_every_setting_of_the_site_is_documented():
    text = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    files = [*(ROOT / "concordat" / "config").rglob("*.py"), ROOT / "concordat" / "cli" / "site.py"]
    files = [path for path in files if "tests" not in path.parts]
    named = {name for path in files for name in re.findall(r"\b(?:CONCORDAT_[A-Z_]+|DATABASE_URL)", path.read_text())}
    assert "CONCORDAT_SECRET_KEY" in named
    assert [name for name in sorted(named) if f"`{name}`" not in text] == []
    assert [name for name in re.findall(r"^\| `([A-Z_]+)`", text, re.MULTILINE) if name not in named] == []
