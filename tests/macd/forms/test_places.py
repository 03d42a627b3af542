"""Values of a document as a form."""

import pytest
from django import forms as django_forms

from macd import operations
from macd.fields import find_place
from macd.forms.layout import DayField
from macd.forms.places import PlacesForm, characteristic_field, field_for, number_field
from macd.kinds import Problem, rules_for
from macd.kinds.move import CHECKLIST
from macd.vocabulary import NumberAction
from services.configuration import Characteristic
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def form_of(document, data=None, *paths):
    rules = rules_for(document.kind)
    pairs = [
        (find_place(document, path), field_for(rules.field(path), required=True)) for path in paths
    ]
    return PlacesForm(pairs, data)


REQUEST = ("request.requested_on", "request.reference", "request.explanation")


def test_it_shows_what_is_stored():
    document = make.change(make.world())
    form = form_of(document, None, *REQUEST)
    assert form["request.requested_on"].value() == make.WANTED
    assert form["request.requested_on"].id_for_label == "id_request.requested_on"


def test_changes_are_what_differs():
    document = make.change(make.world())
    data = {"request.requested_on": "04/05/2026", "request.reference": "R-1"}
    form = form_of(document, data, *REQUEST)
    assert form.is_valid()
    assert form.changes == {"request.reference": "R-1"}


def test_an_empty_field_empties_its_place():
    document = make.change(make.world())
    form = form_of(document, {"request.requested_on": " "}, *REQUEST)
    assert form.is_valid()
    assert form.changes == {"request.requested_on": None}


def test_what_does_not_fit_is_an_error_of_its_field():
    document = make.change(make.world())
    form = form_of(document, {"request.requested_on": "soon", "request.reference": "ok"}, *REQUEST)
    assert not form.is_valid()
    assert list(form.errors) == ["request.requested_on"]
    assert form["request.requested_on"].value() == "soon"
    assert form.changes == {"request.reference": "ok"}


def test_problems_of_an_operation_stand_beside_their_fields():
    document = make.change(make.world())
    form = form_of(document, {}, *REQUEST)
    assert form.is_valid()
    form.note_problems([Problem("request.reference", "No."), Problem("lines", "Nothing.")])
    assert form.errors["request.reference"] == ["No."]
    assert form.non_field_errors() == ["Nothing."]


def test_an_unticked_box_that_was_never_ticked_is_no_change():
    world = make.world()
    document = operations.open_draft(
        kind="move", customer=world.customer, requester_id=world.requester.pk,
        by=world.by(world.requester), at=make.AT, office=world.office,
        to_office=world.elsewhere, periods=[world.period()],
    )  # fmt: skip
    form = form_of(document, {}, "planning.gap_confirmed")
    assert form.is_valid()
    assert form.changes == {}
    ticked = form_of(document, {"planning.gap_confirmed": "on"}, "planning.gap_confirmed")
    assert ticked.is_valid()
    assert ticked.changes == {"planning.gap_confirmed": True}


@pytest.mark.parametrize(
    ("code", "kind", "widget"),
    [
        ("landlord", django_forms.ChoiceField, django_forms.RadioSelect),
        ("old_contact_mobile", django_forms.CharField, django_forms.TextInput),
        ("gap_confirmed", django_forms.BooleanField, django_forms.CheckboxInput),
        ("overlap_days", django_forms.CharField, django_forms.TextInput),
    ],
)
def test_each_type_has_its_widget(code, kind, widget):
    field = next(field for field in CHECKLIST if field.code == code)
    asked = field_for(field, required=True)
    assert isinstance(asked, kind)
    assert isinstance(asked.widget, widget)


def test_a_day_is_picked_in_the_browser():
    document = make.change(make.world())
    field = rules_for(document.kind).field("request.requested_on")
    assert isinstance(field_for(field, required=True), DayField)


def test_settings_say_what_is_installed_now():
    names = dict.fromkeys(("nl", "fr", "en", "de"), "Speed")
    speed = Characteristic("speed", names, "integer", unit="Mbps", mandatory=True)
    field = characteristic_field(speed, now="100 Mbps")
    assert (str(field.label), str(field.help_text)) == ("Speed (Mbps)", "Now: 100 Mbps")
    assert field.required


def test_a_number_is_asked_with_what_is_offered_for_it():
    offered = [NumberAction.RELEASE, NumberAction.PORT_OUT]
    assert [value for value, _label in number_field("+3292230000", offered).choices] == [
        "release",
        "port_out",
    ]
