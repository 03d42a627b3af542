"""The customer's word: by whom, for whom, in which words, by which hand."""

from datetime import timedelta

import pytest

from accounts.models import Membership, SigningRule
from accounts.roles import CustomerRole
from accounts.substitutes import end_substitute, name_substitute
from macd import queries
from macd.models import ConsentWording
from macd.policy import people_for
from macd.refusals import NotPermitted, Stale, Unsound
from macd.views.shown.events import timeline
from macd.views.shown.stale import stale_context
from macd.vocabulary import Actor, Purpose, Status, Step
from tests.accounts import make as people
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def colleague(world, *roles):
    """Somebody else of the company."""
    return people.membership(*(roles or (CustomerRole.VIEWER,)), customer=world.customer)


def away(world, substitute, *, days=10):
    """The signatory is away, and this colleague signs for them."""
    membership = Membership.objects.get(person=world.signatory)
    last = make.TODAY + timedelta(days=days)
    return name_substitute(
        membership=membership,
        substitute_id=substitute.pk,
        first=make.TODAY,
        last=last,
        at=make.AT,
    )


def test_rule_13_a_substitute_signs_in_the_signatorys_place():
    """The signature says for whom, and so does the paper; both are told what waits."""
    world = make.world()
    substitute = colleague(world)
    document = make.approved(world)
    with pytest.raises(NotPermitted):
        make.sign(world, document, substitute.person)
    away(world, substitute)
    assert substitute.person_id in people_for(Actor.SIGNATORY, document)
    document = make.sign(world, document, substitute.person)
    assert document.status == Status.SIGNED
    signature = document.signatures.get()
    assert (signature.by, signature.on_behalf_of) == (substitute.person, world.signatory)
    [printed] = document.renderings.get(purpose=Purpose.SEALED).render_input["signatures"]
    assert world.signatory.name in printed["role"]
    assert printed["name"] == substitute.person.name
    told = queries.events_for(world.by(world.requester), document)
    row = next(row for row in timeline(document, told) if row["who"] == substitute.person.name)
    assert row["detail"] == f"Substitute for {world.signatory.name}"


def test_who_signs_too_late_reads_who_signed_not_what_followed_by_itself():
    world = make.world()
    substitute = colleague(world)
    document = make.approved(world)
    away(world, substitute)
    signed = make.sign(world, document, substitute.person)
    make.put_file(signed)
    started = make.step(world, signed, Step.START_DELIVERY, None)
    assert started.events.order_by("-id").first().step == Step.START_DELIVERY
    with pytest.raises(Stale) as late:
        make.sign(world, document, world.signatory)
    assert f"{substitute.person.name} did “Sign”" in late.value.message
    shown = stale_context(
        world.by(world.signatory), started, late.value, seen=document.content_hash, typed=""
    )
    assert substitute.person.name in [row["who"] for row in shown["won"]]


@pytest.mark.parametrize(("limit", "signs"), [("880", True), ("879.99", False)])
def test_rule_13_a_substitute_is_bound_by_the_signatorys_own_limit(limit, signs):
    """What the absent signatory may not sign, their substitute may not either."""
    world = make.world()
    substitute = colleague(world)
    Membership.objects.filter(person=world.signatory).update(signs_up_to=limit)
    away(world, substitute)
    document = make.approved(world)
    assert (substitute.person_id in people_for(Actor.SIGNATORY, document)) == signs
    if signs:
        assert make.sign(world, document, substitute.person).status == Status.SIGNED
    else:
        with pytest.raises(NotPermitted):
            make.sign(world, document, substitute.person)


@pytest.mark.parametrize("why", ["ended", "over", "signatory_out_of_date", "signatory_left"])
def test_rule_13_a_substitute_signs_only_while_the_signatory_could(why):
    """An ended or past period, or a signatory who may no longer sign, gives no right."""
    world = make.world()
    substitute = colleague(world)
    named = away(world, substitute)
    document = make.approved(world)
    signatory = Membership.objects.filter(person=world.signatory)
    if why == "ended":
        end_substitute(substitute=named, at=make.AT)
    elif why == "over":
        type(named).objects.filter(pk=named.pk).update(
            valid=(make.TODAY - timedelta(days=3), make.TODAY)
        )
    elif why == "signatory_out_of_date":
        signatory.update(signs_until=make.TODAY - timedelta(days=1))
    else:
        signatory.update(revoked_at=make.AT)
    assert substitute.person_id not in people_for(Actor.SIGNATORY, document)
    with pytest.raises(NotPermitted):
        make.sign(world, document, substitute.person)


def test_rule_13_a_signatory_and_their_substitute_are_one_signature_of_two():
    """Where two sign jointly, a substitute does not count beside the one they stand in for."""
    world = make.world(signing_rule=SigningRule.TWO_JOINTLY)
    substitute = colleague(world)
    other = colleague(world, CustomerRole.SIGNATORY)
    away(world, substitute)
    document = make.sign(world, make.approved(world), world.signatory)
    with pytest.raises(NotPermitted):
        make.sign(world, document, substitute.person)
    document = make.sign(world, document, other.person)
    assert document.status == Status.SIGNED


def test_the_words_of_consent_are_kept_once_by_hash_and_language():
    world = make.world()
    document = make.approved(world)
    words = {"consent": "I agree to MACD-1.", "wording": "I agree to %(number)s.", "language": "en"}
    seen = document.content_hash
    document = make.step(world, document, Step.SIGN, world.signatory, seen=seen, **words)
    signature = document.signatures.get()
    assert (signature.consent, signature.wording.text) == (words["consent"], words["wording"])
    assert ConsentWording.objects.get().language == "en"
    printed = document.renderings.get(purpose=Purpose.SEALED).render_input["signatures"][0]
    assert printed["wording"] == signature.wording_id


@pytest.mark.parametrize(
    "drawn", ["[[[0,0],[1001,5]]]", "{", "[[1]]", '[[["a",1]]]', "[[[1,2,3]]]"]
)
def test_a_drawing_that_is_none_is_refused_and_nothing_is_signed(drawn):
    world = make.world()
    document = make.approved(world)
    seen = document.content_hash
    with pytest.raises(Unsound) as refused:
        make.step(
            world, document, Step.SIGN, world.signatory, seen=seen, consent="Yes", drawn=drawn
        )
    assert refused.value.problems[0].path == "drawn"
    assert not document.signatures.exists()


def test_what_is_typed_and_drawn_is_printed():
    world = make.world()
    document = make.approved(world)
    hand = {"typed": " P.  Peeters ", "drawn": "[[[10,20],[30,40]],[[5,5]]]"}
    seen = document.content_hash
    document = make.step(
        world, document, Step.SIGN, world.signatory, seen=seen, consent="Yes", **hand
    )
    [printed] = document.renderings.get(purpose=Purpose.SEALED).render_input["signatures"]
    assert printed["hand"] == "P. Peeters"
    assert printed["drawing"].startswith("data:image/svg+xml,")
    assert document.signatures.get().drawn == [[[10, 20], [30, 40]], [[5, 5]]]
