"""What the three companies of the demonstration have, as data: offices, and services there."""

from typing import Any

# code, name, street, number, postcode, municipality
BREWERY = (
    ("GNT", "Hoofdzetel Gent", "Nieuwewandeling", "12", "9000", "Gent"),
    ("BRG", "Brouwerij Brugge", "Walplein", "26", "8000", "Brugge"),
    ("KOR", "Depot Kortrijk", "Doorniksewijk", "141", "8500", "Kortrijk"),
    ("LEU", "Taproom Leuven", "Vaartkom", "4", "3000", "Leuven"),
    ("OST", "Kantoor Oostende", "Torhoutsesteenweg", "59", "8400", "Oostende"),
    ("ANT", "Verkoopkantoor Antwerpen", "Italiëlei", "124", "2000", "Antwerpen"),
    ("HAS", "Kantoor Hasselt", "Kempische Steenweg", "303", "3500", "Hasselt"),
)
PRINTER = (
    ("LIE", "Siège Liège", "Rue de l’Imprimerie", "7", "4000", "Liège"),
    ("NAM", "Atelier Namur", "Chaussée de Louvain", "88", "5000", "Namur"),
    ("CHA", "Dépôt Charleroi", "Boulevard Tirou", "31", "6000", "Charleroi"),
    ("BXL", "Boutique Bruxelles", "Rue du Marché aux Herbes", "50", "1000", "Bruxelles"),
    ("MON", "Bureau Mons", "Rue de Nimy", "14", "7000", "Mons"),
    ("VER", "Agence Verviers", "Crapaurue", "39", "4800", "Verviers"),
    ("ARL", "Bureau Arlon", "Rue de Bastogne", "42", "6700", "Arlon"),
)
BAKERY = (("AAL", "Winkel Aalst", "Molenstraat", "18", "9300", "Aalst"),)

# offering, office code or "" for what is tied to none, settings, quantity
Stock = tuple[str, str, dict[str, Any], int]


def stock(offices: tuple[tuple[str, ...], ...], name: str) -> tuple[Stock, ...]:
    """The services of a company of seven offices: every family, more than thirty.

    No story touches the last two offices, so that whoever tries the demonstration can move a
    small one, and one with all that makes a relocation hard.
    """
    first, second, third, fourth, fifth, sixth, seventh = (row[0] for row in offices)
    plus = {"download": 100, "upload": 40, "ip_addresses": "1", "sla": "next_day"}
    wifi = {"network_name": name}
    return (
        ("smartfit-internet-max", first, {**plus, "download": 1000, "upload": 500}, 1),
        ("smartfit-internet-plus", second, plus, 1),
        ("smartfit-internet-plus", third, plus, 1),
        ("vdsl-office", fourth, {**plus, "download": 50, "upload": 10}, 1),
        ("smartfit-internet-plus", fifth, plus, 1),
        ("wifi-access-point", fifth, wifi, 1),
        ("smartfit-internet-plus", sixth, plus, 1),
        ("wifi-access-point", sixth, wifi, 2),
        ("router-rental", sixth, {"model": "AR-1100", "serial": "AR11-00482"}, 1),
        ("backup-4g", first, {"data_limit": 50}, 1),
        ("backup-4g", second, {"data_limit": 20}, 1),
        ("sd-wan-control", "", {"policy": "standard"}, 1),
        ("sd-wan-edge", first, {"bandwidth": 500, "priority": "voice"}, 1),
        ("sd-wan-edge", second, {"bandwidth": 100, "priority": "data"}, 1),
        (
            "firewall-managed",
            first,
            {"policy": "strict", "inspection": True, "remote_users": 25},
            1,
        ),
        ("wifi-access-point", first, wifi, 6),
        ("wifi-access-point", second, wifi, 4),
        ("wifi-access-point", fourth, wifi, 2),
        ("wifi-guest", fourth, {"network_name": f"{name}-guest", "policy": "strict"}, 1),
        ("sip-trunk", first, {"channels": 30, "caller_name": name}, 1),
        ("number-range", first, {"range_size": "100", "caller_name": name}, 1),
        ("single-number", second, {"caller_name": name}, 1),
        ("uc-platform", "", {"recording": False}, 1),
        ("uc-licence", "", {}, 50),
        ("uc-queue", "", {"agents": 6, "recording": True}, 1),
        ("uc-meeting-room", first, {"model": "Room Kit 2"}, 2),
        ("mobile-m", "", {"user_name": "J. Claes", "data_limit": 20, "roaming": "eu"}, 1),
        ("mobile-m", "", {"user_name": "S. Martin", "data_limit": 20, "roaming": "eu"}, 1),
        ("mobile-l", "", {"user_name": "T. Baert", "data_limit": 60, "roaming": "world"}, 1),
        ("data-pool", "", {"data_limit": 200}, 1),
        ("router-rental", first, {"model": "AR-2200", "serial": "AR22-00117"}, 1),
        ("switch-poe", first, {"model": "PoE-24", "serial": "SW24-03391"}, 2),
        ("desk-phone", second, {"model": "IP-40"}, 8),
        *(
            ("uc-user", "", {"user_name": user, "extension": str(201 + index)}, 1)
            for index, user in enumerate(("J. Claes", "S. Martin", "T. Baert", "L. Wouters"))
        ),
        *relocatable(seventh, plus, name),
    )


def relocatable(office: str, plus: dict[str, Any], name: str) -> tuple[Stock, ...]:
    """Twelve services of one office: nearly all rely on its fibre, and so does the trunk."""
    return (
        ("smartfit-internet-max", office, {**plus, "download": 1000, "upload": 500}, 1),
        ("backup-4g", office, {"data_limit": 20}, 1),
        ("sd-wan-edge", office, {"bandwidth": 200, "priority": "voice"}, 1),
        (
            "firewall-managed",
            office,
            {"policy": "strict", "inspection": True, "remote_users": 10},
            1,
        ),
        ("ddos-protection", office, {"policy": "strict"}, 1),
        ("wifi-access-point", office, {"network_name": name}, 3),
        ("wifi-guest", office, {"network_name": f"{name}-guest", "policy": "strict"}, 1),
        ("sip-trunk", office, {"channels": 10, "caller_name": name}, 1),
        ("uc-meeting-room", office, {"model": "Room Kit 2"}, 1),
        ("router-rental", office, {"model": "AR-2200", "serial": "AR22-00231"}, 1),
        ("switch-poe", office, {"model": "PoE-24", "serial": "SW24-03544"}, 1),
        ("desk-phone", office, {"model": "IP-40"}, 6),
    )


SMALL: tuple[Stock, ...] = (
    (
        "smartfit-internet-plus",
        "AAL",
        {"download": 100, "upload": 40, "ip_addresses": "0", "sla": "next_day"},
        1,
    ),
    ("sip-trunk", "AAL", {"channels": 4, "caller_name": "Bakkerij"}, 1),
    ("mobile-s", "", {"user_name": "K. Jacobs", "data_limit": 5, "roaming": "eu"}, 1),
)
