"""A stamp that the authority did not give at once follows; proof follows on command."""

from collections.abc import Iterator

import pytest

from files.storage import read
from macd import sealing, tasks
from macd.stamping import stamp_version
from outbox.models import Message, State
from signing.models import SealedFile, Stage
from signing.stamp import NotStamped
from signing.verify import Finding, verify_pdf
from tests.macd import make
from tests.signing.authorities import Authority, running_authority

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture(scope="module")
def one_authority() -> Iterator[Authority]:
    with running_authority() as one:
        yield one


@pytest.fixture
def authority(one_authority, settings, tmp_path):
    settings.TSA_URL = one_authority.stamps_at
    settings.SEAL_DIR = tmp_path
    settings.SEAL_TRUST = ""
    yield one_authority
    one_authority.away = False


def _sealed():
    world = make.world()
    document = make.agreed(world, make.change(world))
    rendering = document.renderings.get(purpose="sealed")
    return document, sealing.seal_version(rendering.pk, at=make.AT)


def stages(document):
    entries = SealedFile.objects.filter(seal__reference=document.number).order_by("pk")
    return list(entries.values_list("stage", flat=True))


def test_a_stamp_that_was_not_to_be_had_is_owed_and_given_later(authority):
    authority.away = True
    document, rendering = _sealed()
    assert stages(document) == [Stage.SEALED]
    [owed] = make.messages(document, "stamp")
    with pytest.raises(NotStamped):
        tasks.stamp(owed)
    first = rendering.stored_file
    authority.away = False
    tasks.stamp(owed)
    tasks.stamp(owed)
    rendering.refresh_from_db()
    assert stages(document) == [Stage.SEALED, Stage.TIMESTAMPED]
    assert rendering.stored_file != first
    for file in (first, rendering.stored_file):
        assert verify_pdf(read(file)).verdict == Finding.GENUINE


def test_a_seal_stamped_at_once_owes_nothing(authority):
    document, rendering = _sealed()
    assert stages(document) == [Stage.TIMESTAMPED]
    assert make.messages(document, "stamp") == []
    assert not stamp_version(rendering.pk, at=make.AT)


def test_without_an_authority_no_stamp_is_owed(authority, settings):
    settings.TSA_URL = ""
    document, _rendering = _sealed()
    assert make.messages(document, "stamp") == []


def test_an_authority_that_was_away_for_hours_is_asked_again(authority):
    authority.away = True
    document, _rendering = _sealed()
    Message.objects.filter(channel="stamp").update(state=State.ATTENTION, attempts=8)
    tasks.stamp_again()
    [owed] = make.messages(document, "stamp")
    assert (owed.state, owed.attempts) == (State.PENDING, 0)
