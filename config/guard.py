"""Refuses to serve or work with a database login that is above the wall between customers."""

from django.db import connection

from accounts.tenancy import refuse_privileged_login


def refuse_unsafe_database() -> None:
    """Stop the process unless the login is a plain one; leaves no connection to be forked.

    Raises ImproperlyConfigured.
    """
    try:
        refuse_privileged_login()
    finally:
        connection.close()
