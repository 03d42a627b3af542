"""SIM numbers."""

import pytest

from services.selfservice.iccid import IccidRefused, compact_iccid


def test_blanks_are_left_out():
    assert compact_iccid(" 8932 0100 0000 0000 012 ") == "8932010000000000012"


@pytest.mark.parametrize("typed", ["", "89", "8931a10000000000017", "٨٩٣٢٠١٠٠٠٠٠٠٠٠٠٠٠١٧"])
def test_what_is_none(typed):
    with pytest.raises(IccidRefused):
        compact_iccid(typed)
