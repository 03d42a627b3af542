"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from config.guard import refuse_unsafe_database  # noqa: E402  needs the application set up

refuse_unsafe_database()

# What is imported stays: workers share it with the process they are forked from, and do not search
# it for garbage at each page.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 50, 100)
