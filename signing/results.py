"""How a verdict is shown to the public."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signing.models import Seal
from signing.verify import Finding, Verdict, standing

TITLES = {
    Finding.GENUINE: gettext_lazy("Genuine"),
    Finding.ALTERED: gettext_lazy("Altered"),
    Finding.UNKNOWN: gettext_lazy("Unknown"),
    Finding.SUPERSEDED: gettext_lazy("Superseded"),
    Finding.WITHDRAWN: gettext_lazy("Withdrawn"),
}
TONES = {
    Finding.GENUINE: "success",
    Finding.ALTERED: "risk",
    Finding.UNKNOWN: "info",
    Finding.SUPERSEDED: "warning",
    Finding.WITHDRAWN: "warning",
}


@dataclass(frozen=True)
class Result:
    """One answer on the page: a state, its title and reasons, its tone (as notices have)."""

    state: str
    title: str
    tone: str
    reasons: list[str]
    document: str | None = None
    version: int | None = None
    kept: bool = False


def result_for_file(verdict: Verdict, *, kept: bool = False) -> Result:
    """Show the verdict on a file that was sent, or that was `kept` where it is."""
    return Result(
        kept=kept,
        state=verdict.verdict.value,
        title=str(TITLES[verdict.verdict]),
        tone=TONES[verdict.verdict],
        reasons=verdict.reasons,
        document=verdict.document,
        version=verdict.version,
    )


def result_for_code(seal: Seal | None) -> Result:
    """Show what became of the version a code names."""
    if seal is None:
        return result_for_file(
            Verdict(Finding.UNKNOWN, [_("No document sealed here has this code.")])
        )
    result = result_for_file(standing(seal))
    if result.state != Finding.GENUINE:
        return result
    # A code can be copied onto another paper: without the file nothing is said to be genuine.
    compare = _("Only comparing your file shows whether it is that document, unchanged.")
    return replace(result, title=_("Sealed, in force"), reasons=[*result.reasons, compare])


def refusal(reason: str) -> Result:
    """Show why a question could not be answered."""
    return Result(state="error", title=_("Not checked"), tone="risk", reasons=[reason])
