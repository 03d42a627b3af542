import pytest

from config import addresses
from config.env import WrongSetting


def test_a_database_on_a_server() -> None:
    facts = addresses.database("postgresql://app:p%40ss@db:5433/macd?sslmode=require", name="X")
    assert facts["USER"] == "app"
    assert facts["PASSWORD"] == "p@ss"
    assert (facts["HOST"], facts["PORT"], facts["NAME"]) == ("db", "5433", "macd")
    assert facts["OPTIONS"] == {"sslmode": "require"}


def test_a_database_behind_a_socket() -> None:
    facts = addresses.database("postgresql://app@/macd?host=/run/db", name="X")
    assert (facts["HOST"], facts["PORT"], facts["USER"]) == ("/run/db", "", "app")
    assert facts["OPTIONS"] == {}


@pytest.mark.parametrize("url", ["sqlite:///x.db", "postgresql://host/", "macd", ""])
def test_other_databases_are_refused_by_name(url: str) -> None:
    with pytest.raises(WrongSetting, match="DATABASE_URL"):
        addresses.database(url, name="DATABASE_URL")


def test_a_mail_server() -> None:
    facts = addresses.mail("smtp://me:secret@mail.example:465?ssl=1")
    assert facts["EMAIL_HOST"] == "mail.example"
    assert facts["EMAIL_PORT"] == 465
    assert facts["EMAIL_USE_SSL"] is True
    assert facts["EMAIL_USE_TLS"] is False


@pytest.mark.parametrize("url", ["mail.example", "smtp://", "https://mail.example"])
def test_other_mail_addresses_are_refused_by_name(url: str) -> None:
    with pytest.raises(WrongSetting, match="EMAIL_URL"):
        addresses.mail(url)
