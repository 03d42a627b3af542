"""Django's settings, all from the environment (docs/configuration.md)."""

import os
from pathlib import Path
from typing import Any

import bootstrap_wrapper
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import addresses, queues
from config.env import read

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = read(os.environ)

DEMO = ENV.demo
DEBUG = False
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ENV.allowed_hosts
PUBLIC_URL = ENV.public_url.rstrip("/")
SECURE = PUBLIC_URL.startswith("https://") or not DEMO
MACD_HOME = (BASE_DIR / ENV.macd_home).resolve()
MACD_CLOCK = ENV.macd_clock if DEMO else ""

# ---------------------------------------------------------------- applications
INSTALLED_APPS = [
    "demo",
    "finance",
    "macd",
    "services",
    "offices",
    "accounts",
    "signing",
    "outbox",
    "audit",
    "files",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "config.administration.AdministrationConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "lucide",
    "csp",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "config.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.caching.PrivatePagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "config.failing.NoPageMiddleware",
    "accounts.unsent.UnsentMiddleware",
    "accounts.middleware.TenancyMiddleware",
    "services.middleware.ParametersMiddleware",
    "macd.views.administration.administering.AdministrationMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "macd.views.navigation.page_frame",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# ------------------------------------------------------------------- databases
# A document is read with a dozen tables beside it, each by its key: there is nothing to choose in
# their order, and choosing took PostgreSQL ten times as long as reading.
SESSION_LIMITS = (
    "-c lock_timeout=2s -c statement_timeout=15s -c join_collapse_limit=4 "
    "-c idle_in_transaction_session_timeout=30s -c synchronous_commit=on"
)
DATABASES: dict[str, dict[str, Any]] = {
    "default": addresses.database(ENV.database_url, name="DATABASE_URL"),
}
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
DATABASES["default"]["OPTIONS"] = {"options": SESSION_LIMITS} | DATABASES["default"]["OPTIONS"]
if ENV.database_owner_url:
    DATABASES["owner"] = addresses.database(ENV.database_owner_url, name="DATABASE_OWNER_URL")
APP_ROLE: str = DATABASES["default"]["USER"]
STAFF_ROLE = f"{DATABASES['default']['NAME']}_staff"

# -------------------------------------------------------------------- accounts
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "accounts.rights.AuditorsRead",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "MACD"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
# Attempts to sign in are counted here, so that all processes know of them, also without broker.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# ----------------------------------------------------------- languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("nl", _("Dutch")),
    ("fr", _("French")),
    ("en", _("English")),
    ("de", _("German")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

# ---------------------------------------------------------------- static, files
STATIC_URL = "/static/"
STATIC_ROOT = MACD_HOME / "static"
STATICFILES_DIRS: list[Any] = [
    ("vendor/bootstrap", bootstrap_wrapper.get_bootstrap_dir()),
    *([BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []),
]
STORAGE_ROOT = (BASE_DIR / ENV.storage_url.removeprefix("file://")).resolve()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
CLAMD_URL = ENV.clamd_url
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# ------------------------------------------------------------------------ mail
vars().update(addresses.mail(ENV.email_url))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.email_from

# --------------------------------------------------------------------- security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if ENV.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "accounts.unsent.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{key: [NONE] for key in ("default-src", "base-uri", "frame-ancestors", "object-src")},
        **{key: [SELF] for key in ("script-src", "style-src", "font-src", "connect-src")},
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
    },
}

# ------------------------------------------------------------- queue and workers
METRICS_TOKEN = ENV.metrics_token
if METRICS_TOKEN:
    _shared = Path(os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", f"{MACD_HOME}/run/metrics"))
    _shared.mkdir(parents=True, exist_ok=True)
REDIS_URL = ENV.redis_url
CELERY_BROKER_URL = ENV.redis_url
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 60, "socket_timeout": 5, "max_retries": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 50
CELERY_TASK_TIME_LIMIT = 55
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_IMPORTS = ["config.health"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(MACD_HOME / "beat-schedule")
CELERY_BEAT_SCHEDULE = queues.TICKS
CELERY_TASK_DEFAULT_QUEUE = queues.DEFAULT_QUEUE
CELERY_TASK_QUEUES = queues.QUEUES
OUTBOX_CHANNELS = queues.CHANNELS
OUTBOX_SECONDS = queues.SECONDS
OUTBOX_YIELDING = queues.YIELDING
JOBS = queues.JOBS

# In a demonstration webhooks may call this very machine; elsewhere never a private network.
WEBHOOKS_MAY_STAY_INSIDE = DEMO

# Where the heads of the audit chain are kept, outside the database.
ANCHOR_DIR = Path(ENV.anchor_dir) if ENV.anchor_dir else MACD_HOME / "anchors"

# What else vouches for the chain: heads that stand in sealed files, and the files themselves.
AUDIT_HEADS = ["macd.witness.sealed_heads"]
AUDIT_WITNESSES = ["macd.witness.sealed_file"]

# --------------------------------------------------------------------- provider
PROVIDER_NAME = ENV.provider_name
PROVIDER_ADDRESS = ENV.provider_address
PROVIDER_RETURN_ADDRESS = ENV.provider_return_address or ENV.provider_address
PROVIDER_VAT = ENV.provider_vat
PROVIDER_PHONE = ENV.provider_phone
PROVIDER_EMAIL = ENV.provider_email
SEAL_DIR = MACD_HOME / "seal"
SEAL_KEY = ENV.seal_key
SEAL_CERTIFICATE = ENV.seal_certificate
SEAL_PKCS11 = ENV.seal_pkcs11
SEAL_TRUST = ENV.seal_trust
TSA_URL = ENV.tsa_url

LOGGING = addresses.logging(ENV.log_format)
