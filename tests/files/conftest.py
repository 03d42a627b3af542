"""A customer, and a folder to store its files in."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Customer, Person
from files.models import StoredFile
from files.storage import store

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def make_customer(number: str = "0403170701") -> Customer:
    """Insert a customer and its account manager."""
    manager = Person.objects.create(email=f"am{number}@provider.example", name="Anna")
    return Customer.objects.create(
        legal_name=f"Customer {number}",
        enterprise_number=number,
        language="nl",
        account_manager=manager,
    )


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    """Store files in a folder of the test's own."""
    settings.STORAGE_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def keep(system: None, root: Path) -> Callable[..., StoredFile]:
    """Return a function that stores bytes for one customer."""
    customer = make_customer()

    def keep(content: bytes, name: str = "order.pdf") -> StoredFile:
        return store(
            content=content,
            customer_id=customer.pk,
            name=name,
            media_type="application/pdf",
            at=AT,
        )

    return keep
