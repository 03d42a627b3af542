"""The letter and the scan of a case."""

import pytest

from tests.accounts import make as people


@pytest.mark.parametrize("what", ["letter", "scan"])
def test_what_is_not_there_is_not_found(world, case, browser, what):
    url = f"/cancellations/{case.public_id}/{what}/"
    assert browser(world.finance).get(url).status_code == 404
    assert browser(people.membership().person).get(url).status_code == 404


@pytest.mark.parametrize("version", ["x", "-1", "9" * 40, "1\x00", "7"])
def test_a_version_that_was_never_made_is_not_found(world, case, browser, version):
    url = f"/cancellations/{case.public_id}/letter/"
    assert browser(world.finance).get(url, {"version": version}).status_code == 404
