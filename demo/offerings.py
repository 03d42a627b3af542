"""The offerings of the demonstration's provider, as data; every text as “nl | fr | en | de”."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from demo.characteristics import (
    ADDRESSES,
    CALLER,
    CHANNELS,
    DATA,
    ESIM,
    EXTENSION,
    INSPECTION,
    MACHINE,
    MODEL,
    NETWORK,
    POLICY,
    PRIORITY,
    QUEUE,
    RANGE,
    RECORDING,
    REMOTE,
    ROAMING,
    SERIAL,
    SLA,
    USER,
    WAN,
    speed,
)


@dataclass(frozen=True)
class Entry:
    """One offering: prices per unit, excl. VAT; ``lead`` in days where it differs from the rule."""

    code: str
    family: str
    names: str
    monthly: str
    once: str = "0"
    settings: tuple[dict[str, Any], ...] = ()
    site_bound: bool = True
    self_service: bool = False
    lead: int | None = None
    visit: bool = False
    most: int | None = 1
    licensed_by: str = ""
    end_of_sale_on: date | None = None
    end_of_life_on: date | None = None
    successor: str = ""


def nomadic(*facts: Any, **more: Any) -> Entry:
    """An offering that is not tied to an office."""
    return replace(Entry(*facts, **more), site_bound=False)


UC_USER = "UC-gebruiker | Utilisateur UC | UC user | UC-Benutzer"
OFFERINGS = (
    Entry("smartfit-internet-plus", "access", "SmartFit Internet Plus", "79.00", "95.00",
          (*speed(50, 500), ADDRESSES, SLA)),
    Entry("smartfit-internet-extra", "access", "SmartFit Internet Extra", "119.00", "95.00",
          (*speed(100, 1000), ADDRESSES, SLA)),
    Entry("smartfit-internet-max", "access", "SmartFit Internet Max", "189.00", "95.00",
          (*speed(500, 8500), ADDRESSES, SLA), visit=True),
    Entry("fibre-dedicated", "access", "Eigen glasvezel | Fibre dédiée | Dedicated fibre"
          " | Eigene Glasfaser", "420.00", "1500.00", (*speed(100, 10000), ADDRESSES, SLA),
          lead=60, visit=True),
    Entry("vdsl-office", "access", "VDSL Office", "49.00", "75.00",
          (*speed(20, 100), ADDRESSES, SLA), end_of_sale_on=date(2025, 1, 1)),
    Entry("backup-4g", "access", "4G-back-up | Secours 4G | 4G backup | 4G-Backup", "29.00",
          "60.00", (DATA,), lead=10),
    Entry("ip-vpn", "vpn", "IP-VPN", "95.00", "250.00", (WAN, PRIORITY, SLA)),
    Entry("sd-wan-edge", "vpn", "SD-WAN-vestiging | Site SD-WAN | SD-WAN site"
          " | SD-WAN-Standort", "65.00", "180.00", (WAN, PRIORITY)),
    nomadic("sd-wan-control", "vpn", "SD-WAN-beheer | Gestion SD-WAN | SD-WAN control"
            " | SD-WAN-Steuerung", "120.00", "400.00", (POLICY,)),
    Entry("firewall-managed", "firewall", "Beheerde firewall | Pare-feu géré"
          " | Managed firewall | Verwaltete Firewall", "85.00", "150.00",
          (POLICY, INSPECTION, REMOTE), visit=True),
    nomadic("firewall-cloud", "firewall", "Cloudfirewall | Pare-feu cloud | Cloud firewall"
            " | Cloud-Firewall", "140.00", "0", (POLICY, INSPECTION, REMOTE)),
    Entry("wifi-access-point", "wifi", "Wi-Fi-toegangspunt | Point d’accès Wi-Fi"
          " | Wi-Fi access point | WLAN-Zugangspunkt", "12.50", "40.00", (NETWORK,),
          visit=True, most=200),
    Entry("wifi-guest", "wifi", "Gasten-Wi-Fi | Wi-Fi invités | Guest Wi-Fi | Gäste-WLAN",
          "9.00", "0", (NETWORK, POLICY)),
    Entry("sip-trunk", "sip", "SIP-trunk | Trunk SIP | SIP trunk | SIP-Trunk", "18.00",
          "90.00", (CHANNELS, CALLER)),
    Entry("isdn-line", "sip", "ISDN-lijn | Ligne RNIS | ISDN line | ISDN-Anschluss", "32.00",
          "0", (CHANNELS,), end_of_sale_on=date(2023, 1, 1), end_of_life_on=date(2030, 1, 1),
          successor="sip-trunk"),
    Entry("number-range", "numbers", "Nummerreeks | Plage de numéros | Number range"
          " | Rufnummernblock", "6.00", "25.00", (RANGE, CALLER)),
    Entry("single-number", "numbers", "Nummer | Numéro | Number | Rufnummer", "1.00", "10.00",
          (CALLER,), most=100),
    nomadic("freephone", "numbers", "0800-nummer | Numéro 0800 | Freephone number"
            " | 0800-Nummer", "15.00", "50.00", (CALLER,)),
    nomadic("uc-platform", "uc", "UC-platform | Plateforme UC | UC platform | UC-Plattform",
            "95.00", "350.00", (RECORDING,)),
    nomadic("uc-licence", "uc", "UC-licentie | Licence UC | UC licence | UC-Lizenz", "8.50",
            most=5000),
    nomadic("uc-licence-premium", "uc", "UC-licentie Premium | Licence UC Premium"
            " | UC licence Premium | UC-Lizenz Premium", "13.50", most=5000),
    nomadic("uc-user", "uc", UC_USER, "0", "0", (USER, EXTENSION), self_service=True,
            lead=0, licensed_by="uc-licence"),
    nomadic("uc-user-premium", "uc", "UC-gebruiker Premium | Utilisateur UC Premium"
            " | UC user Premium | UC-Benutzer Premium", "0", "0", (USER, EXTENSION, RECORDING),
            self_service=True, lead=0, licensed_by="uc-licence-premium"),
    nomadic("uc-queue", "uc", "Wachtrij | File d’attente | Call queue | Warteschleife",
            "22.00", "45.00", (QUEUE, RECORDING)),
    Entry("uc-meeting-room", "uc", "Vergaderzaal | Salle de réunion | Meeting room"
          " | Besprechungsraum", "39.00", "120.00", (MODEL,), visit=True, most=50),
    nomadic("mobile-s", "mobile", "Mobiel S | Mobile S | Mobile S | Mobil S", "12.00", "0",
            (USER, DATA, ROAMING, ESIM), self_service=True, lead=0),
    nomadic("mobile-m", "mobile", "Mobiel M | Mobile M | Mobile M | Mobil M", "19.00", "0",
            (USER, DATA, ROAMING, ESIM), self_service=True, lead=0),
    nomadic("mobile-l", "mobile", "Mobiel L | Mobile L | Mobile L | Mobil L", "32.00", "0",
            (USER, DATA, ROAMING, ESIM), self_service=True, lead=0),
    nomadic("data-sim", "mobile", "Data-sim | SIM données | Data SIM | Daten-SIM", "9.00", "0",
            (DATA, ROAMING, ESIM), self_service=True, lead=0, most=500),
    nomadic("data-pool", "mobile", "Gedeelde databundel | Forfait de données partagé"
            " | Shared data bundle | Gemeinsames Datenpaket", "80.00", "0", (DATA,)),
    Entry("router-rental", "hardware", "Huurrouter | Routeur en location | Rented router"
          " | Mietrouter", "14.00", "0", (MODEL, SERIAL), most=20),
    Entry("switch-poe", "hardware", "PoE-switch | Commutateur PoE | PoE switch | PoE-Switch",
          "11.00", "0", (MODEL, SERIAL), most=50),
    Entry("desk-phone", "hardware", "Bureautelefoon | Téléphone de bureau | Desk phone"
          " | Tischtelefon", "4.50", "0", (MODEL,), most=1000),
    nomadic("headset", "hardware", "Headset | Casque | Headset | Headset", "2.50", "0",
            (MODEL,), most=1000),
    Entry("internet-5g", "access", "5G-internet | Internet 5G | 5G internet | 5G-Internet", "59.00",
          "75.00", (*speed(50, 500), ADDRESSES), lead=10),
    Entry("ethernet-link", "vpn", "Ethernetverbinding | Liaison Ethernet | Ethernet link"
          " | Ethernet-Verbindung", "310.00", "1200.00", (WAN, PRIORITY, SLA), lead=60, visit=True),
    nomadic("remote-access", "vpn", "VPN voor thuiswerkers | VPN pour télétravailleurs"
            " | Remote access VPN | VPN für Homeoffice", "4.00", "0", (), most=5000),
    Entry("ddos-protection", "firewall", "DDoS-bescherming | Protection DDoS | DDoS protection"
          " | DDoS-Schutz", "45.00", "0", (POLICY,)),
    nomadic("web-filter", "firewall", "Webfilter | Filtrage web | Web filter | Webfilter", "2.20",
            "0", (POLICY,), most=5000),
    nomadic("fax-to-mail", "sip", "Fax naar e-mail | Fax vers e-mail | Fax to e-mail"
            " | Fax an E-Mail", "5.00", "15.00", (CALLER,), most=50),
    nomadic("number-078", "numbers", "078-nummer | Numéro 078 | 078 number | 078-Nummer", "12.00",
            "50.00", (CALLER,)),
    nomadic("uc-contact-centre", "uc", "Contactcenter | Centre de contact | Contact centre"
            " | Contact-Center", "39.00", "250.00", (QUEUE, RECORDING), most=200),
    nomadic("uc-archive", "uc", "Archief van opnames | Archivage des enregistrements"
            " | Recording archive | Archiv der Aufzeichnungen", "3.50", "0", (), most=5000),
    nomadic("mobile-xl", "mobile", "Mobiel XL | Mobile XL | Mobile XL | Mobil XL", "45.00", "0",
            (USER, DATA, ROAMING, ESIM), self_service=True, lead=0),
    nomadic("iot-sim", "mobile", "IoT-sim | SIM IoT | IoT SIM | IoT-SIM", "3.00", "0",
            (MACHINE, DATA, ROAMING, ESIM), self_service=True, lead=0),
    nomadic("roaming-bundle", "mobile", "Roamingbundel wereld | Forfait roaming monde"
            " | World roaming bundle | Roaming-Paket Welt", "25.00", "0", (DATA,)),
    Entry("dect-base", "hardware", "DECT-basisstation | Base DECT | DECT base station"
          " | DECT-Basisstation", "6.50", "0", (MODEL, SERIAL), most=50),
    Entry("ups", "hardware", "Noodstroom (UPS) | Alimentation de secours (UPS)"
          " | Power backup (UPS) | Notstrom (USV)", "9.00", "60.00", (MODEL, SERIAL), visit=True),
    nomadic("smartphone", "hardware", "Smartphone op afbetaling | Smartphone à tempérament"
            " | Smartphone in instalments | Smartphone auf Raten", "24.00", "0",
            (MODEL, SERIAL)),
)  # fmt: skip

ACCESS = (
    "smartfit-internet-plus", "smartfit-internet-extra", "smartfit-internet-max",
    "fibre-dedicated", "vdsl-office", "internet-5g",
)  # fmt: skip
# Each of these may become any other of its row.
PATHS = (
    ("smartfit-internet-plus", "smartfit-internet-extra", "smartfit-internet-max"),
    ("mobile-s", "mobile-m", "mobile-l", "mobile-xl"),
    ("uc-licence", "uc-licence-premium"),
)
ONE_WAY = (
    ("vdsl-office", "smartfit-internet-plus"),
    ("vdsl-office", "smartfit-internet-extra"),
    ("isdn-line", "sip-trunk"),
    ("ip-vpn", "sd-wan-edge"),
)
ON_ACCESS = (
    "backup-4g", "ip-vpn", "sd-wan-edge", "firewall-managed", "wifi-access-point", "sip-trunk",
    "uc-meeting-room",
)  # fmt: skip
# Of what an access gives, so much for each of the own setting that is named, or at all.
MINIMUMS = (
    ("sip-trunk", "upload", "0.1", "channels"),
    ("uc-meeting-room", "upload", "5", ""),
    ("sd-wan-edge", "download", "10", ""),
)  # fmt: skip
# Several needed offerings of one family are alternatives.
NEEDS = (
    *((code, "office", ACCESS) for code in ON_ACCESS),
    ("sd-wan-edge", "customer", ("sd-wan-control",)),
    ("wifi-guest", "office", ("wifi-access-point",)),
    ("number-range", "customer", ("sip-trunk",)),
    ("single-number", "customer", ("sip-trunk",)),
    ("uc-platform", "customer", ("sip-trunk",)),
    ("uc-licence", "customer", ("uc-platform",)),
    ("uc-licence-premium", "customer", ("uc-platform",)),
    ("uc-user", "customer", ("uc-licence",)),
    ("uc-user-premium", "customer", ("uc-licence-premium",)),
    ("uc-queue", "customer", ("uc-platform",)),
    ("uc-contact-centre", "customer", ("uc-platform",)),
    ("uc-archive", "customer", ("uc-platform",)),
    ("fax-to-mail", "customer", ("sip-trunk",)),
    ("number-078", "customer", ("sip-trunk",)),
    ("dect-base", "customer", ("sip-trunk", )),
    ("ddos-protection", "office", ACCESS),
    ("web-filter", "customer", ("firewall-managed", "firewall-cloud")),
    ("remote-access", "customer", ("firewall-managed", "firewall-cloud")),
)  # fmt: skip
