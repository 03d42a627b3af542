"""The page on which a signatory names who signs in their place."""

from datetime import timedelta

from accounts.clock import today
from accounts.models import SigningSubstitute
from tests.accounts import make as people
from tests.macd.views.pages import page_of

URL = "/signing/substitutes/"
PASSWORD = "correct horse"


def proven(world, browser):
    """The signatory, who has just proven who they are."""
    client = browser(world.signatory)
    back = client.post(URL, {"x": "y"})
    assert back["Location"].startswith("/accounts/reauthenticate/")
    client.post(back["Location"], {"password": PASSWORD})
    return client


def asked(client, colleague, **values):
    """Send the form for the one company."""
    fields = page_of(client.get(URL)).fields
    prefix = next(name for name in fields if name.endswith("-first")).removesuffix("-first")
    named = {
        f"{prefix}-substitute": colleague.pk,
        f"{prefix}-first": today().isoformat(),
        f"{prefix}-last": (today() + timedelta(days=5)).isoformat(),
    }
    return client.post(URL, named | {f"{prefix}-{name}": value for name, value in values.items()})


def test_a_substitute_is_named_seen_and_ended(world, browser):
    colleague = people.membership(customer=world.customer)
    client = proven(world, browser)
    assert "Nobody signs in your place" in page_of(client.get(URL)).text
    assert asked(client, colleague)["Location"] == URL
    page = page_of(client.get(URL))
    assert colleague.person.name in page.text
    assert "end-substitute" in page.hooks
    assert client.post(URL, {"end": "999999"}).status_code == 404
    made = SigningSubstitute.objects.get()
    assert client.post(URL, {"end": made.pk})["Location"] == URL
    made.refresh_from_db()
    assert made.ended_at is not None
    again = client.post(URL, {"end": made.pk}, follow=True)
    assert "This has ended already." in page_of(again).text


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(world, browser):
    colleague = people.membership(customer=world.customer)
    client = proven(world, browser)
    refused = asked(client, colleague, last=(today() - timedelta(days=1)).isoformat())
    assert refused.status_code == 422
    assert page_of(refused).fields
    assert asked(client, colleague, substitute="nobody").status_code == 422
    assert not SigningSubstitute.objects.exists()


def test_the_inbox_leads_there_for_who_signs(world, browser):
    assert URL in page_of(browser(world.signatory).get("/signing/")).links
    assert URL not in page_of(browser(world.requester).get("/signing/")).links


def test_who_signs_nothing_is_told_so(world, browser):
    assert browser(world.requester).get(URL).status_code == 403
    assert browser(world.manager).get(URL).status_code == 403


def test_it_costs_a_fixed_number_of_queries(world, browser, django_assert_max_num_queries):
    client = browser(world.signatory)
    client.get(URL)
    with django_assert_max_num_queries(16):
        client.get(URL)


def test_what_was_filled_in_is_still_there_after_the_proof(world, browser):
    colleague = people.membership(customer=world.customer)
    client = browser(world.signatory)
    client.get(URL)
    last = (today() + timedelta(days=9)).isoformat()
    back = asked(client, colleague, last=last)
    assert client.post(back["Location"], {"password": PASSWORD})["Location"] == URL
    initial = client.get(URL).context["companies"][0]["form"].initial
    assert initial["substitute"] == str(colleague.pk)
    assert (initial["first"], initial["last"]) == (today().isoformat(), last)
    assert asked(client, colleague, last=last)["Location"] == URL
    assert "last" not in client.get(URL).context["companies"][0]["form"].initial
