"""What the installation reads from its environment, with types, defaults and meanings."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


class MissingSetting(Exception):
    """A variable that production needs is absent; the message names it."""


class WrongSetting(Exception):
    """A variable holds something that cannot be read; the message names it."""


def variable(meaning: str, *, default: Any = None, demo: Any = None, unless: str = "") -> Any:
    """Declare one variable.

    `default` is used when it is absent; None means that production refuses to start without it,
    or without the one named by `unless`. `demo` is used instead when the demonstration is on.
    """
    return field(metadata={"meaning": meaning, "default": default, "demo": demo, "unless": unless})


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Every variable; the attribute is the variable's name in lower case."""

    demo: bool = variable(
        "Runs as a demonstration: sample data, a mailbox page instead of mail, "
        "a seal key made on the spot. Never on for real customers.",
        default=False,
    )
    database_url: str = variable(
        "The database as the application's role, a login that owns no table and is no superuser: "
        "`postgresql://macd_app:secret@host/macd`."
    )
    database_owner_url: str = variable(
        "The same database as the owner of its tables; read by migrations and seeding only, "
        "the web and worker processes do without.",
        default="",
    )
    redis_url: str = variable(
        "The broker that wakes the workers, Redis or Valkey: `redis://host:6379/0`, "
        "`rediss://…` or `redis+socket:///path`."
    )
    secret_key: str = variable("Signs sessions and links; 50 or more random characters.")
    allowed_hosts: list[str] = variable(
        "The host names that are served, separated by commas.",
        demo="localhost,127.0.0.1,[::1]",
    )
    public_url: str = variable(
        "The address people open, used in mails and in sealed documents: `https://macd.example`.",
        demo="http://localhost:8000",
    )
    trusted_proxies: int = variable(
        "How many proxies in front add to X-Forwarded-For; 0 trusts the connection only.",
        default=0,
    )
    email_url: str = variable(
        "The mail server: `smtp://user:secret@host:587?tls=1` (or `ssl=1`).", demo="demo:"
    )
    email_from: str = variable("The address mails come from.", demo="macd@provider.example")
    storage_url: str = variable("The directory of stored files.", demo="var/files")
    clamd_url: str = variable(
        "ClamAV daemon that looks at uploaded files: `tcp://host:3310` or `unix:///path`; "
        "none when empty. Where it is set and does not answer, no file is taken in.",
        default="",
    )
    macd_home: str = variable(
        "The state directory of an installation started by `bin/run`.", default="var"
    )
    seal_key: str = variable(
        "PEM file (or the PEM text itself) of the private key that seals documents, EC P-256 or "
        "RSA; the demonstration makes one of its own.",
        demo="",
        unless="SEAL_PKCS11",
    )
    seal_certificate: str = variable(
        "PEM file or text of the seal's certificate, with its chain. Not needed where the token "
        "of `SEAL_PKCS11` holds it.",
        demo="",
        unless="SEAL_PKCS11",
    )
    seal_pkcs11: str = variable(
        "The seal's key in a token, as a PKCS#11 URI (RFC 7512), instead of `SEAL_KEY`: "
        "`pkcs11:token=macd;object=seal?module-path=/usr/lib/softhsm/libsofthsm2.so"
        "&pin-source=file:/run/secrets/pin` (or `pin-value=…`).",
        default="",
    )
    tsa_url: str = variable("Time-stamp authority (RFC 3161); none when empty.", default="")
    seal_trust: str = variable(
        "PEM file or text of the root certificates above the seal's and the time-stamp "
        "authority's; read by `extend_seals`, which adds what proves them valid.",
        default="",
    )
    anchor_dir: str = variable(
        "Directory of the audit chain's anchors; best one that the database's owner cannot write "
        "to. `anchors` in the state directory when empty.",
        default="",
    )
    provider_name: str = variable("The provider's name as printed on documents.", demo="Telvara")
    provider_address: str = variable(
        "The provider's address as printed on documents, its lines separated by comma and space.",
        default="",
        demo="Voorbeeldlaan 1, 1000 Brussel",
    )
    provider_return_address: str = variable(
        "Where rented devices are sent back to; the provider's address where it is not given.",
        default="",
    )
    provider_vat: str = variable(
        "The provider's VAT number as printed on documents.", default="", demo="BE 1999.999.943"
    )
    provider_phone: str = variable(
        "The provider's telephone, for `Talk to us`.", default="", demo="+32 2 555 01 00"
    )
    provider_email: str = variable(
        "The provider's e-mail, for `Talk to us`.", default="", demo="help@provider.example"
    )
    log_format: str = variable(
        "How logs are written: `json`, an object a line, or `line`, for people.",
        default="json",
        demo="line",
    )
    metrics_token: str = variable(
        "The bearer token with which Prometheus reads `/metrics`; none when empty.", default=""
    )
    macd_clock: str = variable(
        "DEMO only: an ISO instant at which the installation's clock starts.", default=""
    )


def read(environ: Mapping[str, str]) -> Environment:
    """Read all variables from `environ`.

    Raises MissingSetting or WrongSetting with the variable's name.
    """
    demo = _parsed("DEMO", "bool", environ.get("DEMO", ""))
    values = {one.name: _value(one, environ, demo=bool(demo)) for one in fields(Environment)}
    return Environment(**values)


def _value(one: "Field[Any]", environ: Mapping[str, str], *, demo: bool) -> Any:
    name = one.name.upper()
    raw = environ.get(name, "")
    fallback = one.metadata["default"]
    if not raw and demo and one.metadata["demo"] is not None:
        fallback = one.metadata["demo"]
    if not raw and fallback is None and environ.get(one.metadata["unless"]):
        fallback = ""
    if not raw and fallback is None:
        message = f"{name} is not set. {one.metadata['meaning']}"
        raise MissingSetting(message)
    return _parsed(name, _kind(one), raw or fallback)


def _kind(one: "Field[Any]") -> str:
    return one.type if isinstance(one.type, str) else getattr(one.type, "__name__", str(one.type))


def _parsed(name: str, kind: str, raw: Any) -> Any:
    if not isinstance(raw, str):
        return raw
    if kind == "list":
        return [part.strip() for part in raw.split(",") if part.strip()]
    if kind == "bool":
        if raw.lower() not in TRUE | FALSE:
            message = f"{name} must be 1 or 0, not {raw!r}."
            raise WrongSetting(message)
        return raw.lower() in TRUE
    if kind == "int":
        if not raw.isdecimal():
            message = f"{name} must be a whole number, not {raw!r}."
            raise WrongSetting(message)
        return int(raw)
    return raw
