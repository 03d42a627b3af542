"""A page as bare Django makes it: a session, a person, one indexed query, a template.

The floor for pages of ours that show one thing: nothing of the house takes part but the table.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import Context, Template
from django.test import Client, override_settings
from django.urls import path

from accounts.models import Person
from macd.models import Document

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAGE = Template(
    """<!doctype html><html lang="en"><head><title>{{ document.number }}</title></head><body>
<p>{{ user.name }}</p><h1>{{ document.number }}</h1>
<p>{{ document.customer.legal_name }}, {{ document.office.name }}, {{ document.requester.name }},
{{ document.account_manager.name }}</p><dl>
{% for name, value in facts %}<dt>{{ name }}</dt><dd>{{ value }}</dd>{% endfor %}
</dl></body></html>"""
)


@login_required
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One document with its fields and whose it is, in one query of the tables' owner.

    No wall between customers, no rights, no rules.
    """
    rows = Document.objects.using("owner").select_related(
        "customer", "office", "requester", "account_manager"
    )
    document = get_object_or_404(rows, number=number)
    facts = [(each.name, each.value_from_object(document)) for each in Document._meta.fields]
    shown = {"user": request.user, "document": document, "facts": facts}
    return HttpResponse(PAGE.render(Context(shown)))


urlpatterns = [path("documents/<str:number>/", detail)]


def bare_detail(person: Person, document: Document) -> Callable[[], None]:
    """Return what opens the bare page of a document as a person. Raises where it is not shown."""
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        client.handler.load_middleware()

    def opened() -> None:
        # An address book is looked up by name, so naming another one costs the floor nothing.
        with override_settings(ROOT_URLCONF=__name__):
            answer = client.get(f"/documents/{document.number}/")
        if answer.status_code != 200 or document.number.encode() not in answer.content:
            raise RuntimeError(f"The bare page answers {answer.status_code}.")

    return opened
