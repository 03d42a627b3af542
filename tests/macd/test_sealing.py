"""Sealing happens once, wholly, and is tried again until it does (promises 2 and 3)."""

import pytest

from files.models import StoredFile
from files.storage import read
from macd import queries, sealing
from macd.pdf import RenderFailed
from macd.vocabulary import Status, Step
from outbox.delivering import Outcome, deliver_next
from outbox.models import Message
from signing.ledger import entry_for
from signing.models import Seal
from signing.verify import verify_pdf
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def _owed():
    world = make.world()
    document = make.agreed(world, make.change(world))
    return world, document, document.renderings.get(purpose="sealed")


def test_run_twice_there_is_one_genuine_file_and_one_start():
    _world, document, rendering = _owed()
    first = sealing.seal_version(rendering.pk, at=make.AT)
    again = sealing.seal_version(rendering.pk, at=make.AT)
    assert first.stored_file_id == again.stored_file_id
    assert StoredFile.objects.count() == Seal.objects.count() == 1
    assert verify_pdf(read(first.stored_file)).verdict == "genuine"
    now = queries.whole(document.pk)
    assert now.status == Status.IN_DELIVERY
    assert now.events.filter(step=Step.START_DELIVERY).count() == 1


def test_a_crash_between_storing_and_recording_leaves_nothing_half_written(monkeypatch):
    _world, document, rendering = _owed()

    def crash(*_args, **_facts):
        raise OSError("the power is gone")

    with monkeypatch.context() as broken:
        broken.setattr(sealing, "record_seal", crash)
        with pytest.raises(OSError, match="power"):
            sealing.seal_version(rendering.pk, at=make.AT)
    rendering.refresh_from_db()
    assert (rendering.stored_file_id, rendering.made_at) == (None, None)
    assert not StoredFile.objects.exists()
    assert entry_for(document.number, document.version) is None
    assert queries.whole(document.pk).status == Status.SIGNED
    sealing.seal_version(rendering.pk, at=make.AT)
    assert queries.whole(document.pk).status == Status.IN_DELIVERY


def test_what_cannot_be_rendered_stays_owed():
    _world, document, rendering = _owed()
    rendering.render_input = {"schema": 1, "language": "nl"}
    rendering.save(update_fields=["render_input"])
    with pytest.raises(RenderFailed):
        sealing.seal_version(rendering.pk, at=make.AT)
    rendering.refresh_from_db()
    assert rendering.stored_file_id is None
    assert queries.whole(document.pk).status == Status.SIGNED


def test_a_poisoned_document_never_blocks_the_others():
    """The oldest of the queue cannot be rendered: the next is sealed at once, in the same turn."""
    _world, poisoned, rendering = _owed()
    rendering.render_input["offices"] = None
    rendering.save(update_fields=["render_input"])
    _other_world, document, _rendering = _owed()
    outcomes = [deliver_next(clock=lambda: make.AT, channels=["seal"]) for _ in range(3)]
    assert outcomes == [Outcome.RETRY, Outcome.SENT, None]
    assert queries.whole(document.pk).status == Status.IN_DELIVERY
    assert queries.whole(poisoned.pk).status == Status.SIGNED
    [waiting] = Message.objects.filter(channel="seal", subject=poisoned.number)
    assert "the data are incomplete" in waiting.last_error


def test_a_preview_is_made_only_while_there_is_something_to_sign():
    world = make.world()
    document = make.approved(world)
    rendering = document.renderings.get(purpose="preview")
    document = make.step(world, document, Step.REVISE, world.manager, note="Wait.")
    assert sealing.make_preview(rendering.pk, at=make.AT).stored_file_id is None
    document = make.step(world, document, Step.APPROVE, world.manager, seen=document.content_hash)
    made = sealing.make_preview(rendering.pk, at=make.AT)
    assert made.stored_file.name == f"{document.number}-v{document.version}-preview.pdf"
    assert sealing.make_preview(rendering.pk, at=make.AT).stored_file_id == made.stored_file_id
