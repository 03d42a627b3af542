"""What steps do beside moving the document: words, holds, answers, versions."""

from datetime import timedelta

import pytest

from accounts.models import Membership, SigningRule
from accounts.roles import CustomerRole
from macd import operations, queries
from macd.refusals import NotPermitted, Stale, Unsound
from macd.vocabulary import LineStep, Party, SectionName, Side, Status, Step
from services.models import Claim
from tests.accounts import make as people
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def whole_held(world, document):
    """In delivery a request is on hold once every open item is (decisions.md 16)."""
    if document.status == Status.IN_DELIVERY:
        document = make.line_step(
            world, document, 1, LineStep.HOLD, world.operations, note="Shut.", party="carrier"
        )
    return document


@pytest.mark.parametrize("origin", [Status.IN_REVIEW, Status.SIGNED, Status.IN_DELIVERY])
def test_a_hold_resumes_where_it_came_from(origin):
    world = make.world()
    reach = {
        Status.IN_REVIEW: make.in_review,
        Status.SIGNED: make.agreed,
        Status.IN_DELIVERY: make.started,
    }
    document = whole_held(world, reach[origin](world, make.change(world)))
    ball, words = document.ball, document.waiting_for
    document = make.step(
        world, document, Step.HOLD, world.manager, note="The landlord.", ball="carrier"
    )
    assert (document.ball, document.waiting_for) == (Party.CARRIER, "The landlord.")
    document = make.step(world, document, Step.RESUME, world.manager)
    assert (document.status, document.ball, document.waiting_for) == (origin, ball, words)


@pytest.mark.parametrize("origin", [Status.IN_REVIEW, Status.IN_DELIVERY])
def test_a_withdrawal_that_is_denied_leaves_the_hold_as_it_was(origin):
    world = make.world()
    reach = {Status.IN_REVIEW: make.in_review, Status.IN_DELIVERY: make.started}
    document = whole_held(world, reach[origin](world, make.change(world)))
    document = make.step(
        world, document, Step.HOLD, world.manager, note="The landlord.", ball="carrier"
    )
    document = make.step(world, document, Step.WITHDRAW, world.requester, note="Too slow.")
    document = make.step(world, document, Step.DENY_WITHDRAWAL, world.manager, note="Nearly there.")
    assert (document.status, document.ball) == (Status.ON_HOLD, Party.CARRIER)
    assert document.waiting_for == "The landlord."
    document = make.step(world, document, Step.RESUME, world.manager)
    assert document.status == origin


@pytest.mark.parametrize("ball", ["nobody", "the neighbours", 3])
def test_a_hold_names_a_party_that_can_act(in_review, ball):
    world, document = in_review
    with pytest.raises(Unsound):
        make.step(world, document, Step.HOLD, world.manager, note="Why", ball=ball)
    assert queries.whole(document.pk).status == Status.IN_REVIEW


@pytest.mark.parametrize("through", [Step.HOLD, Step.WITHDRAW])
def test_delivery_starts_though_the_seal_came_meanwhile(through):
    world = make.world()
    document = make.agreed(world, make.change(world))
    if through == Step.HOLD:
        document = make.step(world, document, Step.HOLD, world.manager, note="Wait.")
    else:
        document = make.step(world, document, Step.WITHDRAW, world.requester, note="Wait.")
    make.put_file(document)
    back = Step.RESUME if through == Step.HOLD else Step.DENY_WITHDRAWAL
    document = make.step(world, document, back, world.manager, note="Go on.")
    assert document.status == Status.IN_DELIVERY
    assert {line.status for line in document.lines.all()} == {"planned"}


def test_a_question_is_answered_in_place(in_review):
    world, document = in_review
    document = make.step(world, document, Step.ASK, world.manager, note="Is there a badge?")
    assert (document.ball, document.waiting_for) == (Party.CUSTOMER, "Is there a badge?")
    question = queries.open_question(document)
    document = make.step(world, document, Step.ANSWER, world.requester, note="At the desk.")
    assert question.answered_by.get().text == "At the desk."
    assert queries.open_question(document) is None
    assert (document.ball, document.waiting_for) == (Party.ACCOUNT_MANAGER, "")


def returned(world, *names):
    document = make.in_review(world, make.change(world))
    return make.step(
        world,
        document,
        Step.RETURN,
        world.manager,
        note="Once more, please.",
        sections=list(names),
    )


def opened(document):
    return {s.name for s in document.sections.all() if s.reopened}


def test_a_return_opens_the_named_sections():
    world = make.world()
    document = returned(world, SectionName.REQUEST)
    assert opened(document) == {SectionName.REQUEST}
    event = document.events.get(step=Step.RETURN)
    assert event.facts["sections"] == ["request"]
    document = make.fill(world, document, **{"request.reference": "Ours"})
    assert opened(document) == {SectionName.REQUEST}
    document = make.step(world, document, Step.ANSWER, world.requester, note="Done.")
    assert opened(document) == set()


def test_a_return_names_parts_that_there_are():
    with pytest.raises(Unsound):
        returned(make.world(), "moon")


@pytest.mark.parametrize(
    ("named", "path", "value"),
    [
        (SectionName.REQUEST, "line.1.desired.speed", "800"),
        (SectionName.TECHNICAL, "request.reference", "Ours"),
    ],
)
def test_only_what_a_return_asked_for_can_be_changed(named, path, value):
    """domain.md §3: the account manager asks for one part again; the customer edits no other."""
    world = make.world()
    document = returned(world, named)
    with pytest.raises(Unsound) as refused:
        make.fill(world, document, **{path: value})
    assert str(named.label) in str(refused.value.problems[0].message)
    make.fill(world, document, world.manager, **{path: value})
    document = make.step(world, document, Step.ANSWER, world.requester, note="Done.")
    make.fill(world, document, **{path: value})


def test_a_question_narrows_nothing(in_review):
    world, document = in_review
    document = make.step(world, document, Step.ASK, world.manager, note="Which floor?")
    for values in ({"line.1.desired.speed": "800"}, {"request.reference": "Ours"}):
        document = make.fill(world, document, **values)
    assert document.lines.get().desired["speed"] == 800


def test_rule_12_a_declined_version_has_no_words_in_force(approved):
    world, document = approved
    document = make.step(world, document, Step.DECLINE, world.signatory, note="Too dear.")
    assert (document.status, document.approved_at) == (Status.IN_REVIEW, None)
    assert document.approvals.get().voided_at == make.AT


def test_the_same_content_approved_again_is_the_same_version_printed_anew(approved):
    world, document = approved
    first = document.renderings.get(purpose="preview")
    document = make.step(world, document, Step.REVISE, world.manager, note="One more look.")
    document = make.step(world, document, Step.APPROVE, world.manager, seen=document.content_hash)
    assert document.versions.count() == document.version
    again = document.renderings.get(purpose="preview")
    assert again.pk == first.pk
    messages = make.messages(document, "preview")
    assert [m.payload for m in messages] == [{"rendering": first.pk}] * 2
    assert document.approvals.filter(voided_at=None).count() == 1


def test_rule_12_a_material_edit_makes_the_next_version(approved):
    world, document = approved
    version = document.version
    document = make.step(world, document, Step.REVISE, world.manager, note="Another speed.")
    document = make.fill(world, document, **{"line.1.desired.speed": "600"})
    document = make.step(world, document, Step.APPROVE, world.manager, seen=document.content_hash)
    assert document.version == version + 1
    assert document.versions.get(number=version).content["lines"][0]["desired"] == {"speed": 500}


def test_rule_05_what_is_changed_in_review_is_held_from_approval_on():
    world = make.world()
    document = make.in_review(world, make.draft_change(world, **{"line.1.desired.speed": "500"}))
    document = make.fill(world, document, **{"line.1.desired.sla": "gold"})
    document = make.owed(world, document, Side.PROVIDER)
    make.step(world, document, Step.APPROVE, world.manager, seen=document.content_hash)
    assert Claim.objects.get(customer=world.customer, released_at=None).fields == ["sla", "speed"]


def test_rule_13_two_sign_jointly_in_any_order():
    world = make.world(signing_rule=SigningRule.TWO_JOINTLY)
    second = people.membership(CustomerRole.SIGNATORY, customer=world.customer).person
    document = make.approved(world)
    document = make.sign(world, document, second)
    assert (document.status, document.signed_at) == (Status.AWAITING_SIGNATURE, None)
    with pytest.raises(NotPermitted):
        make.sign(world, document, second)
    document = make.sign(world, document, world.signatory)
    assert document.status == Status.SIGNED
    assert document.signatures.count() == 2


@pytest.mark.parametrize(("limit", "signs"), [("880", True), ("879.99", False), (None, True)])
def test_rule_13_a_limit_is_inclusive(limit, signs):
    world = make.world()
    Membership.objects.filter(person=world.signatory).update(signs_up_to=limit)
    document = make.approved(world)
    # 40 more each month, for the 22 begun months to the end of the agreement.
    assert document.at_stake == 880
    if signs:
        assert make.sign(world, document, world.signatory).status == Status.SIGNED
    else:
        with pytest.raises(NotPermitted):
            make.sign(world, document, world.signatory)


def test_rule_13_staff_never_sign():
    world = make.world()
    people.membership(CustomerRole.SIGNATORY, customer=world.customer, person=world.lead)
    document = make.approved(world)
    with pytest.raises(NotPermitted):
        make.sign(world, document, world.lead)


def test_nobody_signs_what_they_did_not_see_or_agree_to(approved):
    world, document = approved
    with pytest.raises(Stale):
        make.step(world, document, Step.SIGN, world.signatory, seen="0" * 64, consent="Yes")
    with pytest.raises(Unsound):
        make.step(world, document, Step.SIGN, world.signatory, seen=document.content_hash)
    assert not document.signatures.exists()


def test_rule_14_the_second_approver_is_another_who_did_not_complete_it(in_review):
    world, document = in_review
    document = make.owed(world, document, Side.PROVIDER)
    make.threshold("100")
    document = make.step(world, document, Step.APPROVE, world.manager, seen=document.content_hash)
    assert document.status == Status.AWAITING_SECOND_APPROVAL
    seen = document.content_hash
    for person in (world.manager, world.finance, world.requester):
        with pytest.raises(NotPermitted):
            make.step(world, document, Step.CONFIRM, person, seen=seen)
    document = make.step(world, document, Step.CONFIRM, world.lead, seen=seen)
    assert document.status == Status.AWAITING_SIGNATURE
    assert list(document.approvals.values_list("second", flat=True)) == [False, True]


def test_rule_14_who_completed_it_does_not_approve_as_second(in_review):
    world, document = in_review
    document = make.fill(world, document, world.lead, **{"planning.committed_on": make.WANTED})
    make.threshold("100")
    seen = document.content_hash
    document = make.step(world, document, Step.APPROVE, world.manager, seen=seen)
    with pytest.raises(NotPermitted):
        make.step(world, document, Step.CONFIRM, world.lead, seen=seen)


def test_rule_55_finance_is_the_second_approver_of_what_stops():
    world = make.world()
    make.threshold("100")
    document = make.in_review(world, make.delete(world))
    document = make.owed(world, document, Side.PROVIDER)
    seen = document.content_hash
    document = make.step(world, document, Step.APPROVE, world.manager, seen=seen)
    with pytest.raises(NotPermitted):
        make.step(world, document, Step.CONFIRM, world.lead, seen=seen)
    document = make.step(world, document, Step.CONFIRM, world.finance, seen=seen)
    assert document.status == Status.AWAITING_SIGNATURE


def test_rule_49_receipt_is_the_first_submission_whatever_comes_after():
    world = make.world()
    document = make.delete(world)
    document = make.step(world, document, Step.ASK_COLLEAGUE, world.requester)
    document = make.step(world, document, Step.AGREE, world.signatory)
    first = document.received_on
    assert first == make.TODAY
    document = make.step(world, document, Step.RETURN, world.manager, note="A number?")
    later = make.AT + timedelta(days=5)
    document = operations.take_step(
        document=document, step=Step.ANSWER, by=world.by(world.requester), at=later, note="Yes."
    )
    assert (document.received_on, document.submitted_at) == (first, make.AT)
