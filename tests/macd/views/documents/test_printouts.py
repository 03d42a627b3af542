"""A PDF of one's own: waited for, saved once, and there to be had again."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from macd.models import Printout
from macd.printouts import make_printout
from tests.macd import make
from tests.macd.views.pages import page_of


def asked(client, page):
    """The address of the PDF that a page's button asks for."""
    fields = page_of(client.get(page)).fields
    number = page.split("/")[2]
    return client.post(f"/documents/{number}/print/", fields).headers["Location"]


def test_it_is_saved_once_and_then_nothing_is_asked_any_more(world, browser):
    """A browser that is sent to a file stays on the page, so the page itself must end the wait."""
    client = browser(world.requester)
    url = asked(client, make.change(world).get_absolute_url())
    waiting = client.get(url).content.decode()
    assert "every 2s" in waiting
    assert client.get(url, HTTP_HX_REQUEST="true").status_code == 204
    make_printout(Printout.objects.get().pk, at=make.AT)
    ready = client.get(url, HTTP_HX_REQUEST="true")
    assert "HX-Redirect" not in ready.headers
    assert "every 2s" not in ready.content.decode()
    assert 'hx-get="?file" hx-trigger="load"' in " ".join(ready.content.decode().split())
    page = page_of(ready)
    assert "The PDF is ready" in page.text
    assert page.hooks["again"]["href"] == url
    saved = client.get(url, {"file": ""}, HTTP_HX_REQUEST="true")
    assert saved.headers["HX-Redirect"] == url
    assert client.get(url).headers["Content-Disposition"].startswith("attachment")


def test_a_page_that_was_opened_again_does_not_ask_for_a_file_that_is_not_made(world, browser):
    client = browser(world.requester)
    url = asked(client, make.change(world).get_absolute_url())
    assert client.get(url, {"file": ""}, HTTP_HX_REQUEST="true").status_code == 204


def test_back_leads_to_the_page_that_asked(world, browser):
    client = browser(world.requester)
    draft = make.change(world)
    own, check = draft.get_absolute_url(), f"{draft.get_absolute_url()}check/"
    assert own in page_of(client.get(asked(client, own))).links
    assert check not in page_of(client.get(asked(client, own))).links
    assert check in page_of(client.get(asked(client, check))).links


def test_back_leads_to_the_list_as_it_was_filtered_and_nowhere_else(world, browser):
    client = browser(world.requester)
    asked_for = {"q": "Internet & co", "office": "none", "as_of": "2026-04-01", "next": "//evil"}
    listed = client.get("/services/", asked_for)
    page = page_of(listed)
    query = urlencode(asked_for)
    url = client.post(f"/services/print/?{query}", page.fields).headers["Location"]
    assert "evil" not in url
    back = next(link for link in page_of(client.get(f"{url}&next=//evil")).links if "as_of" in link)
    parts = urlsplit(back)
    assert parts.path == "/services/"
    del asked_for["next"]
    assert dict(parse_qsl(parts.query)) == asked_for
    assert client.get(back).status_code == 200


OTHER_VALUES = "This form was sent before with other values."


def test_the_same_form_with_other_values_is_told_on_the_page_it_came_from(world, browser):
    client = browser(world.requester)
    own = make.change(world).get_absolute_url()
    asked_for = f"{own}print/"
    fields = page_of(client.get(own)).fields
    assert client.post(asked_for, fields).status_code == 302
    answer = client.post(asked_for, {**fields, "back": "check"}, follow=True)
    assert answer.redirect_chain == [(own, 302)]
    assert OTHER_VALUES in page_of(answer).text
    fields = page_of(client.get("/services/")).fields
    client.post("/services/print/?q=x", fields)
    answer = client.post("/services/print/?q=x", {**fields, "more": "1"}, follow=True)
    assert answer.redirect_chain == [("/services/?q=x", 302)]
    assert OTHER_VALUES in page_of(answer).text
    assert Printout.objects.count() == 2
