"""Comments: shared or internal, told to the other side, never edited."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from macd import queries
from macd.models import Comment
from macd.operations import add_comment
from macd.refusals import NotPermitted, Unsound
from macd.vocabulary import Audience
from tests.accounts import make as people
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def _say(world, document, person, text="Hello", audience=Audience.SHARED):
    by = world.by(person)
    return add_comment(document=document, audience=audience, text=text, by=by, at=make.AT)


def test_rule_15_internal_comments_are_the_providers_alone():
    world = make.world()
    document = make.submitted(world)
    internal = _say(world, document, world.manager, audience=Audience.INTERNAL)
    shared = _say(world, document, world.manager)
    for person in (world.requester, world.signatory):
        standing = world.by(person)
        assert list(queries.comments_for(standing, document)) == [shared]
        steps = set(queries.events_for(standing, document).values_list("step", flat=True))
        assert "comment_internal" not in steps
        with pytest.raises(NotPermitted):
            _say(world, document, person, audience=Audience.INTERNAL)
    assert set(queries.comments_for(world.by(world.manager), document)) == {internal, shared}
    told = {m.recipient_id for m in make.messages(document, "mail")}
    assert told == {world.manager.pk, world.requester.pk}


def test_each_side_is_told_by_the_other():
    world = make.world()
    document = make.submitted(world)
    before = len(make.messages(document, "mail"))
    _say(world, document, world.requester)
    _say(world, document, world.manager)
    told = [m.recipient_id for m in make.messages(document, "mail")[before:]]
    assert told == [world.manager.pk, world.requester.pk]


def test_of_a_draft_that_is_kept_to_oneself_nobody_is_told():
    world = make.world()
    document = make.change(world)
    _say(world, document, world.requester)
    assert make.messages(document, "mail") == []


@pytest.mark.parametrize("text", ["", "   ", "a" * 4001, "a\x00b", "a\ud800b", None, 7, ["x"]])
def test_words_that_do_not_fit_are_refused(text):
    world = make.world()
    document = make.submitted(world)
    with pytest.raises(Unsound):
        _say(world, document, world.requester, text)
    assert not document.comments.exists()


@pytest.mark.parametrize("audience", ["", "everybody", None])
def test_nobody_else_reads(audience):
    world = make.world()
    document = make.submitted(world)
    with pytest.raises(Unsound):
        _say(world, document, world.manager, audience=audience)


def test_readers_and_strangers_say_nothing():
    world = make.world()
    document = make.submitted(world)
    viewer = people.membership("viewer", customer=world.customer).person
    auditor = people.staff("auditor")
    for person in (viewer, auditor, people.membership().person, world.operations):
        with pytest.raises(NotPermitted):
            _say(world, document, person)


def test_rule_16_a_comment_is_never_edited_or_deleted():
    world = make.world()
    comment = _say(world, make.submitted(world), world.requester)
    for write in (
        lambda: Comment.objects.filter(pk=comment.pk).update(text="Other"),
        comment.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    assert Comment.objects.get(pk=comment.pk).text == "Hello"


def test_rule_16_history_approvals_and_signatures_are_only_ever_added():
    """No statement changes or deletes what happened, what was approved, signed or frozen."""
    document = make.signed(make.world())
    for rows in (
        document.events.all(),
        document.versions.all(),
        document.approvals.all(),
        document.signatures.all(),
    ):
        assert rows.exists()
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(content_hash="0" * 64)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)
