"""The living style page: every component of the design system with sample data."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from macd.forms.style import SampleForm
from macd.views.common import standing_for

LANGUAGE = "en"
SAMPLES = Path(__file__).with_suffix(".toml")


@cache
def samples() -> dict[str, Any]:
    """Everything the page shows, by the name its template uses."""
    return tomllib.loads(SAMPLES.read_text(encoding="utf-8"), parse_float=Decimal)


@require_safe
@login_required
def style(request: HttpRequest) -> HttpResponse:
    """Show the components, to the provider's staff only.

    It is for who writes pages, and says how; so it is in English whole, frame and components too.
    """
    if not standing_for(request).is_staff:
        raise PermissionDenied
    forms = {
        "sample_form": SampleForm(prefix="blank"),
        "refused_form": SampleForm({"service": "internet-extra", "wished_on": "yesterday"}),
    }
    with translation.override(LANGUAGE):
        answer = render(request, "macd/style.html", samples() | forms)
    answer.headers["Content-Language"] = LANGUAGE
    return answer
