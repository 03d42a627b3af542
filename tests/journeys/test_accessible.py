"""Every page that a role can reach by links is accessible (axe), and none scrolls sideways.

Read aloud as a list, as screen readers offer them, its links and buttons tell one from another.
"""

import re
from collections.abc import Iterator

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect

from tests.journeys import axe
from tests.journeys.conftest import DESKTOP, PHONE

# Both themes and both widths; each component is looked at in all four (test_design.py).
LOOKS = (("light", DESKTOP), ("dark", PHONE))
NAMES = r"""() => {
  document.querySelectorAll("main details").forEach(one => one.open = true);
  axe.setup(document);
  const named = {};
  for (const one of document.querySelectorAll("a[href], button")) {
    if (!one.checkVisibility()) continue;
    const name = axe.commons.text.accessibleText(one).trim().replace(/\s+/g, " ");
    const sent = [one.form?.getAttribute("action"), one.name, one.value, one.commandForElement?.id];
    (named[name] ??= new Set()).add(one.href ?? sent.join(" "));
  }
  axe.teardown();
  return Object.fromEntries(Object.entries(named).map(([name, does]) => [name, [...does]]));
}"""
# Those that end: what moves with the scrolling does so as long as there is a page.
ANIMATIONS = """Promise.all(
  document.getAnimations()
    .filter(one => one.timeline === document.timeline)
    .map(one => one.finished)
)"""
# One login for each; a page that two of them share is tried with the first.
ROLES = (
    "requester@brouwerij.example",
    "signatory@brouwerij.example",
    "fleet@brouwerij.example",
    "uc@brouwerij.example",
    "am@provider.example",
    "lead@provider.example",
    "operations@provider.example",
    "finance@provider.example",
    "admin@provider.example",
)
# Files, the library's pages with its own words, and what ends a visit.
LEFT_OUT = re.compile(r"export|_pdf|_csv|_file$|preview|mail|logout|mfa_|letter|scan|feed")
# Of the administration, whose lists and forms are alike: what is written, what is read, and the
# forms in which something is found by typing, while nothing is chosen yet.
ADMINISTRATION = re.compile(
    r"admin:(index|(accounts_person|services_service)_change(list)?"
    r"|(accounts_customer|offices_office|services_agreementdiscount)_add)$"
)
DEPTH = 2
MOST_PER_ROLE = 30
seen: set[tuple[str, bool]] = set()


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_and_fits(sign_in, role):
    page = sign_in(role)
    wrong = []
    for url in pages_of(page, staff="provider" in role):
        axe.load(page)
        wrong += [f"{url} {what}" for what in wrong_at_any_look(page)]
        wrong += [f"{url}: {name}" for name in names_of_several(page)]
    assert not wrong, "\n".join(wrong)


def test_what_is_found_by_typing_in_the_administration_is_named_while_one_types(sign_in):
    page = sign_in("admin@provider.example")
    page.goto("/manage/accounts/customer/add/")
    name = page.locator("label[for=id_parent]").inner_text()
    box = page.get_by_role("combobox", name=name)
    box.press("Enter")
    page.get_by_role("listbox", name=name).get_by_role("option").nth(1).wait_for()
    axe.load(page)
    assert violations(page) == []
    page.get_by_role("searchbox", name=name).press("Enter")
    expect(page.locator("#id_parent")).not_to_have_value("")


def test_the_settings_of_an_offering_are_accessible_unfolded(sign_in):
    page = sign_in("admin@provider.example")
    page.goto("/manage/services/offeringversion/add/")
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    axe.load(page)
    wrong = wrong_at_any_look(page)
    assert not wrong, "\n".join(wrong)


def names_of_several(page: Page) -> list[str]:
    """The names by which a screen reader calls links or buttons that do different things."""
    named: dict[str, list[str]] = page.evaluate(NAMES)
    return [f"“{name}”: {', '.join(does)}"[:200] for name, does in named.items() if len(does) > 1]


def wrong_at_any_look(page: Page) -> list[str]:
    """What is wrong with the page, with the theme and the width in which it is."""
    wrong = []
    for scheme, size in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        wrong += [f"{scheme} {size['width']}: {what}" for what in violations(page)]
    return wrong


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is shown now, and whether it is too wide."""
    # Header and decision bar stay on the screen while the page scrolls under them; put at their own
    # places they lie over nothing, and what they would hide for a moment is measured whole.
    page.evaluate(
        "document.querySelectorAll('.site-header, .decision-bar')"
        ".forEach(bar => bar.style.position = 'static')"
    )
    # Colours on their way from one theme to the other are nobody's.
    page.evaluate(ANIMATIONS)
    told = axe.violations(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    viewport = page.viewport_size or DESKTOP
    return told + ([f"{width} px wide"] if width > viewport["width"] else [])


def pages_of(page: Page, *, staff: bool) -> Iterator[str]:
    """Open each page that links lead to and nobody has looked at, one for each address's name."""
    waiting, tried = [("/", 0)], 0
    while waiting and tried < MOST_PER_ROLE:
        url, depth = waiting.pop(0)
        if depth and (name_of(url), staff) in seen:
            continue
        answer = page.goto(url)
        assert answer is not None
        assert answer.status == 200, f"{url}: {answer.status}"
        name = name_of(page.url)
        if not name:
            continue
        fresh = (name, staff) not in seen
        # The first page of each role leads elsewhere, even where another has one of that name.
        if depth < DEPTH and (fresh or not depth):
            waiting += [(link, depth + 1) for link in links_of(page, staff=staff)]
        if fresh:
            seen.add((name, staff))
            tried += 1
            yield url


def links_of(page: Page, *, staff: bool) -> list[str]:
    """Where a page leads that nobody has looked at: the first link of each name."""
    links = page.eval_on_selector_all(
        "a[href^='/'], a[href^='?']", "found => found.map(a => a.pathname + a.search)"
    )
    named = {name_of(link): link for link in reversed(links)}
    return [
        link
        for name, link in named.items()
        if name and (name, staff) not in seen and is_tried(name)
    ]


def is_tried(name: str) -> bool:
    """Whether a page of this name is among those to look at."""
    if name.startswith("admin:"):
        return ADMINISTRATION.match(name) is not None
    return not LEFT_OUT.search(name)


def name_of(url: str) -> str:
    """What an address is called; empty for one that is no page of ours."""
    path = re.sub(r"^https?://[^/]+", "", url).split("?", maxsplit=1)[0]
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return match.view_name or ""
