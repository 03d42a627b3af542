"""What constraints refuse is said in words, beside the field that it is about."""

from django.contrib import admin
from django.db import models
from django.test import RequestFactory

from accounts.admin import hide_foreign_models
from accounts.models import Person
from accounts.tenancy import as_system


def edited_models():
    """The models whose rows can be added or changed under /manage/, rows of rows as well."""
    hide_foreign_models()
    request = RequestFactory().get("/")
    request.user = Person(is_active=True, is_superuser=True)
    for model, page in admin.site._registry.items():
        if page.has_add_permission(request) or page.has_change_permission(request):
            yield model
        for rows in page.get_inline_instances(request):
            if rows.has_add_permission(request, None) or rows.has_change_permission(request):
                yield rows.model


def constraints():
    return {one.name: (model, one) for model in edited_models() for one in model._meta.constraints}


def test_every_constraint_that_a_form_may_meet_says_in_words_what_it_refuses(db):
    told_by_django = models.UniqueConstraint
    silent = [
        name
        for name, (_model, one) in constraints().items()
        if one.violation_error_message == one.default_violation_error_message
        and not (isinstance(one, told_by_django) and one.fields and one.condition is None)
    ]
    assert constraints()
    assert silent == []


def test_a_constraint_that_names_a_field_names_one_that_is_there(db):
    for name, (model, one) in constraints().items():
        if one.violation_error_code:
            assert model._meta.get_field(one.violation_error_code), name


def test_what_a_constraint_refuses_stands_beside_its_field(client, db):
    with as_system():
        boss = Person.objects.create_superuser("boss@provider.example", "correct horse")
    client.force_login(boss)
    period = {"valid_0": "2027-01-01", "valid_1": ""}
    answer = client.post("/manage/accounts/absence/add/", {"person": boss.pk, **period})
    errors = answer.context["adminform"].form.errors
    assert errors == {"valid": ["Give the first day and the last day."]}
