"""One difference for everybody: what a page shows, a mail says and a paper prints."""

from django.urls import reverse
from django.utils import translation

from macd import queries
from macd.mails import mail_about
from macd.printing import render_input
from macd.vocabulary import Purpose
from macd.wording import rows_of
from tests.macd import make
from tests.macd.views.pages import page_of


def test_rule_45_from_and_to_are_the_same_on_screen_in_mail_and_on_paper(world, browser):
    """Plus becomes Extra and 100 becomes 500: each reads it so, from one list."""
    document = make.submitted(world)
    with translation.override("en"):
        rows = rows_of(queries.whole(document.pk).lines.get())
        told = [(row.label, row.before, row.after) for row in rows]
        assert ("Service", world.plus.name, world.extra.name) in told
        assert ("Speed", "100 Mbps", "500 Mbps") in told
    client = browser(world.manager)
    client.post(reverse("set_language"), {"language": "en"})
    text = page_of(client.get(document.get_absolute_url())).text
    for label, before, after in told:
        assert label in text
        assert before in text
        assert after in text
    version = document.versions.get()
    facts = {"at": make.AT, "purpose": Purpose.PREVIEW, "code": "AAAA", "head": None}
    [part] = render_input(document, version, **facts)["offices"]
    printed = part["lines"][0]["differences"]
    assert [(row["before"], row["after"]) for row in printed] == [row[1:] for row in told]
    mail = mail_about(document.events.get(step="submit"), to=world.manager)
    assert f"{world.plus.name} → {world.extra.name}" in mail.text
    [line] = version.content["lines"]
    settings = {each["code"]: (each["before"], each["after"]) for each in line["settings"]}
    assert settings["speed"] == ("100 Mbps", "500 Mbps")


def test_rule_24_the_price_that_is_signed_says_until_when(world, browser):
    """Approved on 2 March: valid up to 1 April, on the page and on paper."""
    document = make.approved(world)
    page = browser(world.signatory).get(document.get_absolute_url()).content.decode()
    assert 'datetime="2026-04-01"' in page
    facts = {"at": make.AT, "purpose": Purpose.PREVIEW, "code": "AAAA", "head": None}
    told = render_input(document, document.versions.latest("number"), **facts)
    assert told["valid_until"] == "2026-04-01"


def test_rule_24_the_part_of_the_first_month_is_told_with_the_price(world, browser):
    """Extra from 6 May costs 40 more: 26 of 31 days are 33.55, on the page and on paper."""
    document = make.approved(world)
    text = page_of(browser(world.requester).get(document.get_absolute_url())).text
    assert "33,55" in text or "33.55" in text
    facts = {"at": make.AT, "purpose": Purpose.PREVIEW, "code": "AAAA", "head": None}
    told = render_input(document, document.versions.latest("number"), **facts)
    assert told["overview"]["first_month"] == {
        "from": "2026-05-06",
        "until": "2026-05-31",
        "amount": "33.55",
    }
