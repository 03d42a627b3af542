"""Choosing one of many by typing under /manage/."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import Customer
from accounts.searching import NamedSearch
from tests.accounts import make


def test_what_is_found_by_typing_is_named_after_django_has_drawn_it():
    search = NamedSearch(Customer._meta.get_field("parent"), admin.site)
    scripts = str(search.media)
    assert scripts.index("autocomplete.js") < scripts.index("js/manage.js")
    assert search.build_attrs({})["data-placeholder"] == "Part of…"


@pytest.mark.parametrize("parent", ["x", "ß", "-1", "9" * 30])
def test_what_can_be_no_key_is_refused_by_its_field(client, system, parent):
    client.force_login(make.staff("administrator", is_staff=True, is_superuser=True))
    answer = client.post(reverse("admin:accounts_customer_add"), {"parent": parent})
    assert answer.status_code == 200
    assert "parent" in answer.context["adminform"].form.errors
