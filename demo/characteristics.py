"""Characteristics that the demonstration's offerings share; texts as “nl | fr | en | de”."""

from typing import Any


def texts(four: str) -> dict[str, str]:
    """One JSON text of “nl | fr | en | de”; a single text serves for all four."""
    parts = [part.strip() for part in four.split("|")]
    return dict(zip(("nl", "fr", "en", "de"), parts * (4 // len(parts)), strict=True))


def setting(code: str, four: str, type: str, **facts: Any) -> dict[str, Any]:  # noqa: A002
    """A characteristic."""
    return {"code": code, "names": texts(four), "type": type, **facts}


def choice(code: str, four: str, *values: tuple[str, str], **facts: Any) -> dict[str, Any]:
    """A characteristic with fixed values."""
    choices = [{"value": value, "names": texts(name)} for value, name in values]
    return setting(code, four, "choice", choices=choices, **facts)


def speed(least: int, most: int) -> list[dict[str, Any]]:
    """Download and upload in Mbps."""
    return [
        setting(
            "download",
            "Downloadsnelheid | Débit descendant | Download speed | Downloadgeschwindigkeit",
            "integer",
            minimum=least,
            maximum=most,
            unit="Mbps",
            mandatory=True,
        ),
        setting(
            "upload",
            "Uploadsnelheid | Débit montant | Upload speed | Uploadgeschwindigkeit",
            "integer",
            minimum=5,
            maximum=most,
            unit="Mbps",
        ),
    ]


SLA = choice(
    "sla",
    "Hersteltijd | Délai de rétablissement | Repair time | Entstörzeit",
    (
        "next_day",
        "Volgende werkdag | Jour ouvrable suivant | Next business day | Nächster Arbeitstag",
    ),
    ("8h", "8 uur | 8 heures | 8 hours | 8 Stunden"),
    ("4h", "4 uur, 24/7 | 4 heures, 24/7 | 4 hours, 24/7 | 4 Stunden, 24/7"),
)  # fmt: skip
ADDRESSES = choice(
    "ip_addresses",
    "Vaste IP-adressen | Adresses IP fixes | Fixed IP addresses | Feste IP-Adressen",
    ("0", "Geen | Aucune | None | Keine"),
    ("1", "1"),
    ("4", "4"),
    ("8", "8"),
    ("16", "16"),
)
WAN = setting(
    "bandwidth", "Bandbreedte | Bande passante | Bandwidth | Bandbreite", "integer",
    minimum=10, maximum=10000, unit="Mbps", mandatory=True,
)  # fmt: skip
PRIORITY = choice(
    "priority", "Prioriteit | Priorité | Priority | Priorität",
    ("data", "Data | Données | Data | Daten"),
    ("voice", "Spraak eerst | Voix d’abord | Voice first | Sprache zuerst"),
)  # fmt: skip
CHANNELS = setting(
    "channels", "Gelijktijdige gesprekken | Appels simultanés | Simultaneous calls"
    " | Gleichzeitige Gespräche", "integer", minimum=2, maximum=480, mandatory=True,
)  # fmt: skip
CALLER = setting(
    "caller_name", "Getoonde naam | Nom affiché | Name shown | Angezeigter Name", "text",
    maximum=30, material=False,
)  # fmt: skip
RANGE = choice(
    "range_size", "Grootte | Taille | Size | Größe", ("10", "10"), ("100", "100"),
    ("1000", "1000"), mandatory=True,
)  # fmt: skip
USER = setting(
    "user_name", "Gebruiker | Utilisateur | User | Benutzer", "text", maximum=80,
    mandatory=True, material=False,
)  # fmt: skip
EXTENSION = setting(
    "extension", "Intern nummer | Numéro interne | Extension | Durchwahl", "text",
    pattern="[0-9]{2,6}", material=False,
)  # fmt: skip
RECORDING = setting(
    "recording", "Gesprekken opnemen | Enregistrer les appels | Record calls"
    " | Gespräche aufzeichnen", "boolean",
)  # fmt: skip
ROAMING = choice(
    "roaming", "Roaming", ("eu", "EU | UE | EU | EU"),
    ("world", "Wereld | Monde | World | Welt"),
    ("off", "Uit | Désactivé | Off | Aus"),
)  # fmt: skip
MACHINE = setting(
    "user_name", "Toestel | Appareil | Device | Gerät", "text", maximum=80, mandatory=True,
    material=False,
)  # fmt: skip
ESIM = setting("esim", "eSIM", "boolean")
DATA = setting(
    "data_limit", "Datalimiet | Limite de données | Data limit | Datenlimit", "integer",
    minimum=1, maximum=500, unit="GB",
)  # fmt: skip
POLICY = choice(
    "policy", "Filter | Filtrage | Filtering | Filter",
    ("standard", "Standaard | Standard | Standard | Standard"),
    ("strict", "Streng | Strict | Strict | Streng"),
)  # fmt: skip
REMOTE = setting(
    "remote_users", "Thuiswerkers | Télétravailleurs | Remote users | Nutzer im Homeoffice",
    "integer", minimum=0, maximum=5000,
)  # fmt: skip
INSPECTION = setting(
    "inspection", "TLS-inspectie | Inspection TLS | TLS inspection | TLS-Prüfung", "boolean"
)  # fmt: skip
NETWORK = setting(
    "network_name", "Netwerknaam | Nom du réseau | Network name | Netzname", "text",
    maximum=32, material=False,
)  # fmt: skip
MODEL = setting("model", "Model | Modèle | Model | Modell", "text", maximum=60, mandatory=True)
SERIAL = setting(
    "serial", "Serienummer | Numéro de série | Serial number | Seriennummer", "text",
    maximum=40, pattern="[A-Z0-9-]+", material=False,
)  # fmt: skip
QUEUE = setting(
    "agents", "Medewerkers | Agents | Agents | Mitarbeiter", "integer", minimum=1,
    maximum=200, mandatory=True,
)  # fmt: skip
