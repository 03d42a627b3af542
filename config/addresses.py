"""Addresses of database and mail server, taken apart for Django; where its logs go."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from config.env import WrongSetting


def database(url: str, *, name: str) -> dict[str, Any]:
    """Return Django's settings for a PostgreSQL `url`; `name` is the variable it came from."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        message = f"{name} must look like postgresql://user:secret@host:5432/database."
        raise WrongSetting(message)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or query.pop("password", "")),
        "HOST": unquote(parts.hostname or "") or query.pop("host", ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
    }


def mail(url: str) -> dict[str, Any]:
    """Return Django's EMAIL_* settings for a mail server's `url`; `demo:` is the mailbox page."""
    parts = urlsplit(url)
    if parts.scheme == "demo":
        return {"EMAIL_BACKEND": "demo.mailbox.MailboxBackend"}
    if parts.scheme != "smtp" or not parts.hostname:
        message = "EMAIL_URL must look like smtp://user:secret@host:587?tls=1."
        raise WrongSetting(message)
    query = parse_qs(parts.query)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 587,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": query.get("tls") == ["1"],
        "EMAIL_USE_SSL": query.get("ssl") == ["1"],
        "EMAIL_TIMEOUT": 10,
    }


def logging(form: str) -> dict[str, Any]:
    """Return Django's LOGGING: everything to standard error, as JSON or as lines for people."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "context": {"()": "config.logs.ContextFilter"},
            "refusal": {"()": "config.logs.RefusalFilter"},
        },
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
            "json": {"()": "config.logs.JsonFormatter"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json" if form == "json" else "line",
                "filters": ["context", "refusal"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "INFO"},
        # A line for each task would be several a second, for ever; one for each page no better.
        "loggers": {
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "weasyprint.progress": {"level": "WARNING"},
        },
    }
