"""The confirmation letter: sealed, in the customer's language, genuine to the verifier."""

import pytest
from django.core.management import call_command

from audit import chain
from files.storage import read
from finance import operations, tasks
from finance.letters import letter_content
from finance.models import CaseLetter
from finance.sealing import letter_html, seal_letter
from finance.tasks import seal
from macd.tasks import stamp_again
from outbox.models import Message, State
from services.numbers import NumberStatus
from signing.models import SealedFile, Stage
from signing.stamp import NotStamped
from signing.verify import verify_pdf
from tests.finance.conftest import accepted, as_, choose
from tests.macd import make
from tests.services import make as stock
from tests.signing.authorities import running_authority


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.STORAGE_ROOT = tmp_path / "files"
    settings.SEAL_DIR = tmp_path / "seal"


def sealed(case):
    letter = seal_letter(case.letters.order_by("-version")[0].pk, at=make.AT)
    return letter, read(letter.stored_file)


def test_the_letter_is_genuine_and_stays_so(world, case, browser):
    accepted(world, case)
    letter, pdf = sealed(case)
    verdict = verify_pdf(pdf, code=letter.code)
    assert (verdict.verdict, verdict.document, verdict.version) == (
        "genuine",
        str(case.public_id),
        1,
    )
    assert verify_pdf(pdf[:-5] + b"xxxxx").verdict == "altered"
    again = seal_letter(letter.pk, at=make.AT)
    assert again.stored_file_id == letter.stored_file_id
    answer = browser(world.signatory).get(f"/cancellations/{case.public_id}/letter/")
    assert answer.content == pdf
    told = Message.objects.filter(channel="case_mail", payload__about="case_letter")
    assert [message.recipient_id for message in told] == [world.signatory.pk]


def test_another_end_supersedes_and_a_withdrawal_withdraws(world, case):
    accepted(world, case)
    _first, old = sealed(case)
    choose(world, case, "term")
    assert verify_pdf(old).verdict == "genuine"
    _second, new = sealed(case)
    assert (verify_pdf(old).verdict, verify_pdf(new).verdict) == ("superseded", "genuine")
    operations.withdraw_notice(case=case, **as_(world, world.signatory))
    assert verify_pdf(new).verdict == "withdrawn"


def test_a_letter_sealed_after_the_withdrawal_says_so(world, case):
    accepted(world, case)
    operations.withdraw_notice(case=case, **as_(world, world.signatory))
    _letter, pdf = sealed(case)
    assert verify_pdf(pdf).verdict == "withdrawn"


def test_the_queue_hands_the_letter_over(world, case):
    accepted(world, case)
    seal(Message.objects.get(channel="case_letter"))
    assert CaseLetter.objects.get().made_at is not None


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [
        ("nl", "Bevestiging van uw opzegging", "30 april 2026"),
        ("fr", "Confirmation de votre résiliation", "30 avril 2026"),
        ("de", "Bestätigung Ihrer Kündigung", "30. April 2026"),
        ("en", "Confirmation of your notice", "30 April 2026"),
    ],
)
def test_the_letter_speaks_the_customers_language(world, case, language, words, day):
    world.customer.language = language
    world.customer.legal_name = "Zoon & Co <BV>"
    world.customer.save()
    stock.number(world.service, e164="+3292231111")
    accepted(world, case)
    html = letter_html(case.letters.get())
    for text in (
        words,
        day,
        world.agreement.number,
        "Zoon &amp; Co &lt;BV&gt;",
        f'lang="{language}"',
    ):
        assert text in html, text


def test_a_letter_after_the_last_day_promises_nothing_until_it(world, case):
    world.customer.language = "en"
    world.customer.save()
    stock.number(world.service, e164="+3292231111")
    accepted(world, case)
    letter = case.letters.get()
    told = ("Until that day all services go on", "before the last day")
    assert all(words in letter_html(letter) for words in told)
    letter.render_input["content"]["made_on"] = "2026-04-30"
    assert all(words in letter_html(letter) for words in told)
    letter.render_input["content"]["made_on"] = "2026-05-01"
    assert not any(words in letter_html(letter) for words in told)


def test_the_letter_holds_no_internal_word(world, case):
    operations.write_note(case=case, note="They bluff.", **as_(world, world.finance))
    accepted(world, case)
    content = letter_content(case, at=make.AT)
    assert "bluff" not in str(content)
    assert content["numbers"] == []
    assert NumberStatus.ACTIVE not in str(content)


def test_a_stamp_that_was_not_to_be_had_follows(world, case, settings):
    with running_authority() as authority:
        settings.TSA_URL = authority.stamps_at
        authority.away = True
        accepted(world, case)
        letter, first = sealed(case)
        [owed] = Message.objects.filter(channel="letter_stamp")
        with pytest.raises(NotStamped):
            tasks.stamp(owed)
        Message.objects.filter(pk=owed.pk).update(state=State.ATTENTION, attempts=8)
        stamp_again()
        owed.refresh_from_db()
        assert owed.state == State.PENDING
        authority.away = False
        tasks.stamp(owed)
        tasks.stamp(owed)
    letter.refresh_from_db()
    second = read(letter.stored_file)
    files = SealedFile.objects.filter(seal__reference=str(case.public_id)).order_by("pk")
    assert list(files.values_list("stage", flat=True)) == [Stage.SEALED, Stage.TIMESTAMPED]
    assert second.startswith(first)
    assert len(second) > len(first)
    assert [verify_pdf(pdf).verdict for pdf in (first, second)] == ["genuine", "genuine"]
    chain.extend()
    call_command("verify_audit", verbosity=0)
