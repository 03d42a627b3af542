"""The page on which finance chooses how each agreement ends."""

from accounts.roles import StaffRole
from tests.accounts import make as people


def test_finance_chooses_and_the_auditor_reads(world, case, browser):
    url = f"/cancellations/{case.public_id}/ends/"
    text = browser(world.finance).get(url).content.decode()
    assert world.agreement.number in text
    assert "do/" in text
    read = browser(people.staff(StaffRole.AUDITOR)).get(url).content.decode()
    assert world.agreement.number in read
    assert "/do/" not in read


def test_the_company_does_not_choose_and_strangers_find_nothing(world, case, browser):
    url = f"/cancellations/{case.public_id}/ends/"
    assert browser(world.signatory).get(url).status_code == 403
    assert browser(people.membership().person).get(url).status_code == 404


def test_a_refused_choice_still_says_to_which_day_each_end_leads(world, case, browser):
    url = f"/cancellations/{case.public_id}/ends/"
    client = browser(world.finance)
    row = case.agreements.get()
    shown = [field for field in _choices(client.get(url)) if ":" in field]
    assert shown
    refused = client.post(
        f"/cancellations/{case.public_id}/do/end/", {"row": row.pk, "mode": "fixed", "note": ""}
    )
    assert refused.status_code == 422
    assert [field for field in _choices(refused) if ":" in field] == shown


def test_what_an_end_lacks_stands_beside_its_field(world, case, browser):
    client, row = browser(world.finance), case.agreements.get()
    url = f"/cancellations/{case.public_id}/do/end/"
    sent = {"row": row.pk, "mode": "fixed", "last_on": "2026-01-05", "note": "So agreed."}
    refused = client.post(url, sent)
    assert refused.status_code == 422
    form = next(row["choose"]["form"] for row in refused.context["ends"])
    said = "The last day with service cannot lie in the past."
    assert form.errors == {"last_on": [said]}
    page = refused.content.decode()
    link = f'<a href="#{form["last_on"].id_for_label}">Last day with service: {said}</a>'
    assert link in page
    assert page.count('data-testid="error-summary"') == 1


def _choices(answer):
    form = next(row["choose"]["form"] for row in answer.context["ends"])
    return [str(label) for _value, label in form.fields["mode"].choices]
