"""Belgian telephone zones: which one a postcode lies in, and which one a number belongs to.

Sources: which zones there are is what Google's libphonenumber knows of country code 32 (a test
compares them). Which postcodes lie in each is read from the maps of the public numbering plan of
the Belgian regulator, BIPT; there is no list of it that could be taken over.
"""

# Postcodes per zone, as the public numbering plan's maps show them. A postcode under two zones is
# cut by their border; there the account manager chooses.
POSTCODES = {
    "02": "1000-1299 1310 1330-1332 1380-1384 1410 1420-1428 1440-1440 1480 1500-1568 1600-1702"
    " 1730-1743 1750 1755 1780 1800-1831 1850-1853 1860-1861 1910 1930-1934 1950-1981 3040"
    " 3070-3090 7850",
    "03": "2000-2180 2240-2243 2310-2328 2390 2500-2560 2590 2600-2660 2830 2840 2845 2850 2870"
    " 2880 2900-2990 9100-9150 9170 9190",
    "04": "3790-3798 4000-4171 4180 4340-4347 4367 4400-4480 4537 4600-4633 4670-4690 4870 4877"
    " 4920",
    "09": "9000-9099 9160 9180 9185 9230 9260 9270 9290 9520 9550 9620 9630 9750-9772 9800-9988",
    "010": "1300-1301 1315-1325 1340-1348 1367 1370 1390 1435 1450 1457 1490",
    "011": "3350 3400-3454 3470-3473 3500-3530 3550 3570-3590 3670 3720-3724 3800-3806 3830-3832"
    " 3850 3870 3890-3941 3945 3970-3971 3990",
    "012": "3700 3717 3730 3770 3830-3840 3870",
    "013": "2430 3270-3294 3460-3473 3540-3545 3560 3945 3980",
    "014": "2200 2230 2250-2300 2330-2387 2400-2491",
    "015": "1880 1980-1982 2220-2223 2235 2570 2580 2800-2830 2840 2860-2861 3140 3190-3191",
    "016": "1910 2222 2230 2235 2260 3000-3061 3110-3130 3150 3200-3221 3300-3350 3360-3391"
    " 3460-3461 3470-3473",
    "019": "1350 1357 4250-4317 4350-4367",
    "050": "8000-8380 8490 8730 8820 9990-9992",
    "051": "8480 8600-8610 8650 8680 8700 8720 8740-8780 8800-8810 8830-8870 8890 8980 9880",
    "052": "1745 1785 1840 1860 2870 2890 9200-9220 9240-9260 9280-9290",
    "053": "1760 1770 1790 9300-9340 9420-9473 9520-9521 9550",
    "054": "1547 1570 1750-1760 9400-9406 9500-9506 9550 9570",
    "055": "9570-9688 9690 9700 9750 9790",
    "056": "7700-7712 7730 7780-7784 8500-8587 8710 8780-8793 8880-8890 8930-8940 9790",
    "057": "8640-8650 8900-8920 8950-8980",
    "058": "8620-8630 8647 8660-8670 8690-8691",
    "059": "8400-8480",
    "060": "5660-5670 6440-6470 6590-6596",
    "061": "5550 5555 5575 6600 6640-6666 6680-6688 6800-6856 6870-6890 6929",
    "063": "6630-6637 6700-6792 6860",
    "064": "6183 7070 7100-7180",
    "065": "7000-7050 7080 7120 7300-7301 7330-7390 7870",
    "067": "1400-1404 1460-1476 7060-7063 7090 7180-7191",
    "068": "7800-7830 7860-7890 7910-7912 7940-7973",
    "069": "7320-7322 7500-7643 7730-7760 7900-7912 7970-7973",
    "071": "1495 5060 5070 5140 5190 5600-5651 6000-6280 6440 6500-6567",
    "080": "4750-4791 4950-4990 6670-6674 6690-6698",
    "081": "1360 1367 1450 1457 4219 5000-5032 5080-5101 5150-5170 5310 5330 5380 5530",
    "082": "5500-5544 5560-5574 5576 5680",
    "083": "5330-5340 5360-5376 5590",
    "084": "5377 5580 6900-6929 6950-6953 6970-6990",
    "085": "4210-4218 4480 4500-4530 4540-4557 4570-4577 5300 5350-5354",
    "086": "4180-4190 4560 4590 5377 6940-6941 6960 6997",
    "087": "3790-3793 4650-4654 4700-4731 4800-4861 4877-4910",
    "089": "3600-3665 3668-3690 3730-3746 3950-3960",
}


def _ranges(text: str) -> list[tuple[int, int]]:
    pairs = (part.split("-") for part in text.split())
    return [(int(pair[0]), int(pair[-1])) for pair in pairs]


RANGES = {zone: _ranges(text) for zone, text in POSTCODES.items()}

# Free and premium numbers are as long as geographic ones, and begin like zones 080 and 09.
SERVICES = ("0800", "090")


def zones_of(postcode: str) -> tuple[str, ...]:
    """The telephone zones of a Belgian postcode, as dialled (02, 09, 056).

    Several where a border cuts the postcode; none for what is no Belgian postcode of an area.
    """
    if not (postcode.isascii() and postcode.isdigit() and len(postcode) == 4):
        return ()
    number = int(postcode)
    return tuple(
        zone
        for zone, ranges in RANGES.items()
        if any(first <= number <= last for first, last in ranges)
    )


def zone_of_number(e164: str) -> str:
    """The zone of a Belgian geographic number in E.164; empty for mobile and other numbers."""
    if not e164.startswith("+32") or not e164[3:].isdigit():
        return ""
    national = "0" + e164[3:]
    if len(national) != 9 or national.startswith(SERVICES):
        return ""
    return next((zone for zone in RANGES if national.startswith(zone)), "")
