"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from config.guard import refuse_unsafe_database  # noqa: E402  needs the application set up

refuse_unsafe_database()
