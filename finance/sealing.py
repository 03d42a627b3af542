"""Making the letter that is owed: rendered and sealed outside a transaction, recorded inside."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts.tenancy import as_system
from audit.chain import Head
from files.storage import store
from finance import notices
from finance.letters import presented
from finance.models import CaseLetter
from macd.canonical import canonical
from macd.pdf.presentation import qr_code, reach
from macd.pdf.renderer import AttachedFile, render_html
from macd.pdf.wording import grouped
from macd.stamping import add_further, owe_time_stamp
from macd.witness import record_sealed_file
from services.cancellation import record_case_event
from services.models import CaseStatus, CaseStep
from signing.ledger import codes_with, record_seal, supersede, withdraw
from signing.models import Stage

PDF = "application/pdf"


def seal_letter(letter_id: int, *, at: datetime) -> CaseLetter:
    """Render, seal, store and record a letter; run twice it ends the same.

    Raises macd.pdf.RenderFailed where it cannot be rendered.
    """
    # Loaded here, so that a worker that only sends mails does not carry the PDF library.
    from signing.seal import seal_pdf

    with as_system():
        letter = CaseLetter.objects.select_related("case").get(pk=letter_id)
    if letter.stored_file_id is not None:
        return letter
    sealed = seal_pdf(
        pdf=letter_pdf(letter),
        reason=f"{letter.case.public_id} v{letter.version}",
        location=settings.PROVIDER_NAME,
        at=at,
    )
    with as_system(), transaction.atomic():
        return _keep(letter_id, sealed, at=at)


def stamp_letter(letter_id: int, *, at: datetime) -> bool:
    """Add the authority's time stamp to a sealed letter; return whether it was done now.

    Raises signing.stamp.NotStamped while the authority is away.
    """
    from signing.stamp import stamp_pdf

    return _add(letter_id, stage=Stage.TIMESTAMPED, made=stamp_pdf, at=at)


def extend_letter(letter_id: int, *, made: Callable[[bytes], bytes], at: datetime) -> bool:
    """Add what proves a letter's certificates; return whether it was done now.

    `made` gives the extended file. Raises what it raises.
    """
    return _add(letter_id, stage=Stage.EXTENDED, made=made, at=at)


def letters_without(stage: Stage) -> list[tuple[int, str]]:
    """Return id and name of sealed letters without a further file at this stage, oldest first."""
    with as_system():
        made = CaseLetter.objects.filter(stored_file__isnull=False)
        owed = made.exclude(code__in=codes_with(stage)).order_by("pk")
        return list(owed.values_list("pk", "stored_file__name"))


def _add(letter_id: int, *, stage: Stage, made: Callable[[bytes], bytes], at: datetime) -> bool:
    with as_system():
        letter = CaseLetter.objects.select_related("case").get(pk=letter_id)
    return add_further(
        letter,
        reference=str(letter.case.public_id),
        version=letter.version,
        stage=stage,
        made=made,
        at=at,
    )


def letter_pdf(letter: CaseLetter) -> bytes:
    """The letter before sealing; the same row gives the same bytes."""
    made_of = letter.render_input
    content = canonical(made_of["content"])
    html = letter_html(letter)
    identifier = hashlib.sha256(html.encode() + content).hexdigest()
    name = f"{letter.case.public_id}-v{letter.version}.json"
    return render_html(
        html,
        attachments=[AttachedFile(name=name, description="Canonical content", content=content)],
        identifier=identifier[:32],
        created=made_of["generated_at"],
    )


def letter_html(letter: CaseLetter) -> str:
    """The letter as a page, in the customer's language."""
    made_of = letter.render_input
    with translation.override(made_of["content"]["language"]):
        content = made_of["content"]
        context = {
            **presented(made_of),
            "hash_groups": grouped(letter.content_hash),
            "qr": qr_code(made_of["verification_url"]),
            "provider_reach": reach(content["provider"]),
        }
        return render_to_string("pdf/letter.html", context)


def _keep(letter_id: int, pdf: bytes, *, at: datetime) -> CaseLetter:
    """Store and record it, unless another worker was first."""
    letter = CaseLetter.objects.select_for_update(of=("self",)).get(pk=letter_id)
    if letter.stored_file_id is not None:
        return letter
    case, audit = letter.case, letter.render_input["audit"]
    letter.stored_file = store(
        content=pdf,
        customer_id=letter.customer_id,
        name=f"{case.public_id}-v{letter.version}.pdf",
        media_type=PDF,
        at=at,
    )
    letter.made_at = at
    letter.save(update_fields=["stored_file", "made_at"])
    reference = str(case.public_id)
    record_seal(
        reference=reference,
        version=letter.version,
        content_hash=letter.content_hash,
        code=letter.code,
        pdf=pdf,
        stored_file_id=letter.stored_file.pk,
        audit_head=Head(audit["position"], audit["head"]) if audit else None,
        at=at,
    )
    record_sealed_file(letter.customer_id, reference, letter.version, pdf=pdf, at=at)
    owe_time_stamp(
        channel="letter_stamp", subject=reference, payload={"letter": letter.pk}, pdf=pdf, at=at
    )
    _mark(letter, reference, at=at)
    record_case_event(
        case=case, step=CaseStep.LETTER, at=at, by=None, facts={"version": letter.version}
    )
    notices.owe_letter_made(case=case, letter=letter, at=at)
    return letter


def _mark(letter: CaseLetter, reference: str, *, at: datetime) -> None:
    """A later letter takes the place of the earlier; that of a withdrawn notice says so."""
    newest = letter.case.letters.order_by("-version")[0].version
    made = letter.case.letters.filter(stored_file__isnull=False)
    for version in made.filter(version__lt=newest).values_list("version", flat=True):
        supersede(reference=reference, version=version, by=newest)
    if letter.case.status == CaseStatus.WITHDRAWN:
        withdraw(reference=reference, version=letter.version, at=at)
