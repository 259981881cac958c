"""Logs: one JSON object a line on the error stream, with the id of the request and nothing that anybody typed."""

from concordat.config.environment import one_of

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "concordat.config.json_lines.JsonLines"}},
    "filters": {"failures": {"()": "concordat.config.json_lines.OnlyFailures"}},
    "handlers": {
        "lines": {"class": "logging.StreamHandler", "formatter": "json"},
        "failures": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["failures"]},
    },
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        "concordat": {"level": one_of("CONCORDAT_LOG_LEVEL", "INFO", LEVELS)},
        # Our own line for each request says that it came, without its address; Django's is of use where code failed.
        "django.request": {"handlers": ["failures"], "propagate": False},
    },
}
