"""A power cut between the signature and the seal loses nothing."""

from pathlib import Path

from tests.installation import RunningInstallation
from tests.journeys.travel import SignIn, Travel, put


def test_killed_between_signature_and_seal(
    sign_in: SignIn, installation: RunningInstallation, tmp_path: Path
) -> None:
    """Everything is killed the moment the signature is accepted; started again, it is sealed."""
    travel = Travel(sign_in, "brouwerij.example", "am")
    page = travel.choose("requester", "change", "Antwerpen")
    page.get_by_role("checkbox", name="SmartFit Internet Plus").check()
    travel.start(page)
    page = travel.open("requester", "lines/1/")
    put(page, "line.1.desired.download", "200")
    page.get_by_test_id("save").click()
    day = travel.wish("requester")
    travel.submit("requester")
    travel.take_up()
    travel.complete(day)
    travel.step("manager", "approve")
    travel.sign()
    installation.kill9()
    installation.restart()
    pdf = travel.sealed_pdf("requester", tmp_path)
    assert installation.manage("verify_pdf", str(pdf)).returncode == 0
    assert installation.manage("verify_audit").returncode == 0
    assert installation.manage("rebuild_inventory", "--check").returncode == 0
