"""The settings hold together."""

import pytest
from django.conf import settings
from django.db import connection


@pytest.mark.django_db
def test_the_application_connects_as_its_own_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (settings.APP_ROLE, False)
