"""The settings of the tests: as in the installation, less what only costs time."""

import os

from tests.parallel import broker_of, storage_of

# Before the settings are read: processes that a test starts inherit it.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
os.environ["REDIS_URL"] = broker_of(os.environ["REDIS_URL"], WORKER)
os.environ["STORAGE_URL"] = storage_of(os.environ["STORAGE_URL"], WORKER)

from config.settings import *  # noqa: E402, F403
from config.settings import MIDDLEWARE, STORAGES  # noqa: E402

MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
