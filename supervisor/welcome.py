"""What bin/run says at the end of a start."""

from collections.abc import Mapping

PASSWORD = "macd-demo"  # noqa: S105  the demonstration's, refused elsewhere
SIGN_INS = (
    ("Customer, Dutch", "{requester,signatory,company-admin,fleet,uc,viewer}@brouwerij.example"),
    ("Customer, French", "{requester,signatory,company-admin,fleet,uc,viewer}@imprimerie.example"),
    ("Account managers", "{am,am2,lead}@provider.example"),
    ("Operations, finance", "{operations,finance,finance2}@provider.example"),
    ("Administration", "{admin,auditor}@provider.example"),
)


def welcome(environ: Mapping[str, str], *, seconds: float) -> str:
    """Return the address, and with the demonstration on who may sign in."""
    lines = ["", f"Ready after {seconds:.0f} s: {environ['PUBLIC_URL']}", ""]
    if environ["DEMO"]:
        lines += [f"Sign in with the password {PASSWORD} as", ""]
        lines += [f"    {who:<20} {addresses}" for who, addresses in SIGN_INS]
        lines += ["", f"Mail goes to {environ['PUBLIC_URL']}/demo/mail/", ""]
    return "\n".join([*lines, "Ctrl-C stops everything."])


def people() -> list[str]:
    """Return the address of everybody who may sign in."""
    found = []
    for _, addresses in SIGN_INS:
        names, domain = addresses.lstrip("{").split("}")
        found += [f"{name}{domain}" for name in names.split(",")]
    return found
