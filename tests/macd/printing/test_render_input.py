"""What is printed: everything that was agreed, nothing that is internal, in the right language."""

import pytest

from macd.operations import add_comment
from macd.vocabulary import Audience, Purpose, Side
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")
SECRET = "Margin is thin here."


def _printed(language):
    world = make.world(language=language)
    document = make.change(world)
    words = {"audience": Audience.SHARED, "text": "Please call first."}
    add_comment(document=document, by=world.by(world.requester), at=make.AT, **words)
    document = make.in_review(world, document)
    by = world.by(world.manager)
    add_comment(document=document, audience=Audience.INTERNAL, text=SECRET, by=by, at=make.AT)
    document = make.owed(world, document, Side.PROVIDER)
    document = make.step(world, document, "approve", world.manager, seen=document.content_hash)
    document = make.sign(world, document, world.signatory)
    return world, document, document.renderings.get(purpose=Purpose.SEALED).render_input


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_rule_15_and_23_internal_words_stay_inside_and_the_language_is_the_documents(language):
    world, document, told = _printed(language)
    assert SECRET not in str(told)
    assert [comment["text"] for comment in told["comments"]] == ["Please call first."]
    assert told["language"] == language
    assert told["number"] == document.number
    assert told["content_hash"] == document.content_hash
    assert told["verification_code"] in told["verification_url"]
    assert [approval["name"] for approval in told["approvals"]] == [world.manager.name]
    assert [(s["name"], s["consent"]) for s in told["signatures"]] == [
        (world.signatory.name, "I agree.")
    ]
    assert told["audit"].keys() == {"position", "head"}
    assert told["preview"] is False
    assert told["kind_name"]
    [part] = told["offices"]
    [line] = part["lines"]
    assert (line["price_before"], line["price_after"]) == ("50.00", "90.00")
    assert {"SmartFit Internet Plus", "SmartFit Internet Extra"} <= {
        text for row in line["differences"] for text in row.values()
    }


def test_rule_01_the_promise_names_the_agreement_and_its_last_day():
    world, _document, told = _printed("en")
    assert world.agreement.number in told["term_sentence"]
    assert "31 December 2027" in told["term_sentence"]
    assert told["agreements"] == [{"number": world.agreement.number, "end_on": "2027-12-31"}]


def test_the_evidence_says_in_which_parts_answers_were_filled_in():
    _world, _document, told = _printed("nl")
    assert "heeft ingevuld: Planning" in [step["what"] for step in told["evidence"]]
