"""Every verdict has a title and a tone."""

import pytest

from signing.results import TITLES, TONES, refusal, result_for_code, result_for_file
from signing.verify import Finding, Verdict


@pytest.mark.parametrize("finding", Finding)
def test_every_finding_is_shown(finding: Finding) -> None:
    result = result_for_file(Verdict(finding, ["because"], "MACD-2026-00001", 2))
    assert result.state == finding.value
    assert result.title == str(TITLES[finding])
    assert result.tone == TONES[finding]
    assert (result.reasons, result.document, result.version) == (["because"], "MACD-2026-00001", 2)


def test_only_genuine_looks_well() -> None:
    assert [finding for finding, tone in TONES.items() if tone == "success"] == [Finding.GENUINE]


def test_a_code_that_nobody_gave_is_unknown() -> None:
    assert result_for_code(None).state == "unknown"


def test_a_refusal_is_an_error() -> None:
    assert refusal("Too large.").state == "error"
