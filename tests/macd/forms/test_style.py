"""The style page's form shows each kind of field."""

from macd.forms.style import SampleForm


def test_the_sample_refuses_what_a_reader_would_get_wrong():
    form = SampleForm({"wished_on": "yesterday"})
    assert not form.is_valid()
    assert set(form.errors) >= {"contact", "mobile", "wished_on", "landlord", "outage"}
