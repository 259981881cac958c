"""Run the tests of what is kept on PostgreSQL as well, where one answers; without it they have run on SQLite alone."""

import os
import subprocess
import sys

import psycopg

ON_THIS_MACHINE = "postgresql://postgres@127.0.0.1:5432/postgres"
# What asks something of the database that two databases could answer differently: constraints, triggers, locks, orders,
# and SQL that was prepared before.
TESTS = (
    "concordat/history",
    "concordat/accounts/tests/test_accounts_actions.py",
    "concordat/accounts/tests/test_accounts_rights.py",
    "concordat/accounts/tests/test_outbox.py",
    "concordat/config/tests/test_health.py",
    "concordat/returns/tests/test_returns_answers_kept.py",
    "concordat/returns/tests/test_returns_api.py",
    "concordat/returns/tests/test_returns_constraints.py",
    "concordat/returns/tests/test_returns_overview.py",
    "concordat/returns/tests/test_returns_prepared.py",
    "concordat/returns/tests/test_returns_recent.py",
    "concordat/returns/tests/test_returns_rights.py",
    "concordat/returns/tests/test_returns_sign_and_submit.py",
    "concordat/returns/tests/test_returns_workbook_back.py",
    "tests/test_access.py",
)


def does_answer(address: str) -> bool:
    """Whether a PostgreSQL answers at an address."""
    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def main() -> int:
    """The exit code of the tests; 0 where there is nothing to run them on."""
    address = os.environ.get("DATABASE_URL", ON_THIS_MACHINE)
    if not address.startswith("postgres") or not does_answer(address):
        return 0
    print("Once more on PostgreSQL: the tests of what is kept.", flush=True)
    env = {**os.environ, "CONCORDAT_TEST_DATABASE": "postgresql", "DATABASE_URL": address}
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadgroup", *TESTS]
    return subprocess.run(command, env=env).returncode


if __name__ == "__main__":
    sys.exit(main())
