"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from runtime.frames import roomy
from runtime.garbage import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = roomy(get_wsgi_application())

from config.guard import refuse_unsafe_database  # noqa: E402  needs the application set up

refuse_unsafe_database()

settle()
