"""One company with everybody in it, on which all these tests look."""

from collections.abc import Generator
from typing import Any

import pytest

from accounts.tenancy import as_system
from tests.conftest import TestDatabase
from tests.macd.pages.test_access_matrix import Matrix, assemble


@pytest.fixture(scope="package")
def matrix(test_database: TestDatabase, django_db_blocker: Any) -> Generator[Matrix]:
    """Made once for all these tests: what an address writes is undone each time."""
    with django_db_blocker.unblock():
        with as_system():
            made = assemble()
        yield made
        test_database.copy()
