"""Giving notice asks one word and takes a reason."""

from finance.forms import NoticeForm


def test_a_reason_is_optional_the_word_is_not():
    assert NoticeForm({"sure": "on"}).is_valid()
    assert set(NoticeForm({"reason": "We merge."}).errors) == {"sure"}


def test_an_absurd_reason_is_refused():
    for reason in ("x" * 10_000, "a\x00b"):
        assert set(NoticeForm({"sure": "on", "reason": reason}).errors) == {"reason"}
