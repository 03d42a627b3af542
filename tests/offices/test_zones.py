"""Belgian telephone zones of postcodes and numbers."""

import pytest
from phonenumbers.geodata import GEOCODE_DATA

from offices.zones import RANGES, zone_of_number, zones_of


@pytest.mark.parametrize(
    ("postcode", "zones"),
    [
        ("1000", ("02",)),  # Brussels
        ("2000", ("03",)),  # Antwerp
        ("4000", ("04",)),  # Liège
        ("9000", ("09",)),  # Ghent
        ("1300", ("010",)),  # Wavre
        ("3500", ("011",)),  # Hasselt
        ("3700", ("012",)),  # Tongeren
        ("3290", ("013",)),  # Diest
        ("2300", ("014",)),  # Turnhout
        ("2800", ("015",)),  # Mechelen
        ("3000", ("016",)),  # Leuven
        ("4300", ("019",)),  # Waremme
        ("8000", ("050",)),  # Bruges
        ("8800", ("051",)),  # Roeselare
        ("9200", ("052",)),  # Dendermonde
        ("9300", ("053",)),  # Aalst
        ("9500", ("054",)),  # Geraardsbergen
        ("9600", ("055",)),  # Ronse
        ("8500", ("056",)),  # Kortrijk
        ("8900", ("057",)),  # Ypres
        ("8630", ("058",)),  # Veurne
        ("8400", ("059",)),  # Ostend
        ("6460", ("060",)),  # Chimay
        ("6600", ("061",)),  # Bastogne
        ("6700", ("063",)),  # Arlon
        ("7100", ("064",)),  # La Louvière
        ("7000", ("065",)),  # Mons
        ("1400", ("067",)),  # Nivelles
        ("7800", ("068",)),  # Ath
        ("7500", ("069",)),  # Tournai
        ("6000", ("071",)),  # Charleroi
        ("4970", ("080",)),  # Stavelot
        ("5000", ("081",)),  # Namur
        ("5500", ("082",)),  # Dinant
        ("5590", ("083",)),  # Ciney
        ("6900", ("084",)),  # Marche
        ("4500", ("085",)),  # Huy
        ("6940", ("086",)),  # Durbuy
        ("4800", ("087",)),  # Verviers
        ("3600", ("089",)),  # Genk
    ],
)
def test_each_zone_by_its_town(postcode, zones):
    assert zones_of(postcode) == zones


def test_a_border_leaves_a_choice():
    assert zones_of("2870") == ("03", "052")
    assert len(zones_of("3790")) == 2


@pytest.mark.parametrize("postcode", ["", "0999", "12", "10000", "B-1000", "१०००", "1000\x00"])
def test_what_is_no_postcode_has_no_zone(postcode):
    assert zones_of(postcode) == ()


def test_the_zones_are_those_that_libphonenumber_knows():
    """Of zone 04 it tells two halves apart, by their next figure."""
    known = {f"0{prefix[2:]}" for prefix in GEOCODE_DATA if prefix.startswith("32")}
    assert {"04" if zone.startswith("04") else zone for zone in known} == set(RANGES)


def test_every_zone_is_there():
    expected = 4 + 8 + 10 + 9 + 1 + 9 - 1  # 02 03 04 09; 010…; 050…; 060…; 071; 080…089
    assert len(RANGES) == len(set(RANGES)) == expected


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("+3225551212", "02"),
        ("+3292234567", "09"),
        ("+3256223344", "056"),
        ("+3280123456", "080"),
        ("+3280012345", ""),  # free of charge
        ("+3290212345", ""),  # premium
        ("+32475123456", ""),  # mobile
        ("+33142685300", ""),
        ("+32", ""),
    ],
)
def test_zone_of_a_number(number, zone):
    assert zone_of_number(number) == zone
