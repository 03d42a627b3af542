import pytest

from config.env import MissingSetting, WrongSetting, read

PRODUCTION = {
    "DATABASE_URL": "postgresql://macd_app:secret@db/macd",
    "REDIS_URL": "redis://broker/0",
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "macd.example, www.macd.example",
    "PUBLIC_URL": "https://macd.example",
    "EMAIL_URL": "smtp://mail.example",
    "EMAIL_FROM": "macd@example.com",
    "STORAGE_URL": "/srv/files",
    "SEAL_KEY": "/etc/macd/seal.key",
    "SEAL_CERTIFICATE": "/etc/macd/seal.pem",
    "PROVIDER_NAME": "Provider",
}
NEVER_ASSUMED = ["DATABASE_URL", "REDIS_URL", "SECRET_KEY"]


def test_a_complete_production_environment_is_read_with_types() -> None:
    env = read(PRODUCTION | {"TRUSTED_PROXIES": "2"})
    assert env.demo is False
    assert env.allowed_hosts == ["macd.example", "www.macd.example"]
    assert env.trusted_proxies == 2
    assert env.tsa_url == ""


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_stops_with_the_name_of_what_is_missing(name: str) -> None:
    with pytest.raises(MissingSetting, match=f"^{name} is not set"):
        read({key: value for key, value in PRODUCTION.items() if key != name})


@pytest.mark.parametrize("name", PRODUCTION)
def test_an_empty_variable_is_a_missing_one(name: str) -> None:
    with pytest.raises(MissingSetting, match=name):
        read(PRODUCTION | {name: ""})


def test_the_demonstration_needs_only_its_parts() -> None:
    env = read({"DEMO": "1"} | {name: PRODUCTION[name] for name in NEVER_ASSUMED})
    assert env.demo is True
    assert env.email_url == "demo:"
    assert env.seal_key == ""


@pytest.mark.parametrize("name", NEVER_ASSUMED)
def test_even_the_demonstration_assumes_no_secret(name: str) -> None:
    given = {one: PRODUCTION[one] for one in NEVER_ASSUMED if one != name}
    with pytest.raises(MissingSetting, match=name):
        read(given | {"DEMO": "1"})


@pytest.mark.parametrize(("name", "value"), [("DEMO", "maybe"), ("TRUSTED_PROXIES", "-1")])
def test_what_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=name):
        read(PRODUCTION | {name: value})


def test_a_key_in_a_token_takes_the_place_of_the_files() -> None:
    token = {"SEAL_PKCS11": "pkcs11:token=macd;object=seal?module-path=/usr/lib/hsm.so"}
    files = {"SEAL_KEY", "SEAL_CERTIFICATE"}
    env = read({name: value for name, value in PRODUCTION.items() if name not in files} | token)
    assert (env.seal_key, env.seal_certificate) == ("", "")
    assert env.seal_pkcs11 == token["SEAL_PKCS11"]
