"""The checks of axe on a page as a browser shows it now: all rules, in little time."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Nothing is framed, and a piece of HTML says where it is.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "iframes": False,
    "selectors": False,
    "elementRef": False,
}
# Contrast takes two thirds of the time, most of it for rows of a list that look alike. It follows
# from the colours of a text and of all that it lies in: where these are the same, axe is asked
# about the first and the last.
COLOURS = (
    *("color", "backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode"),
    *("fontSize", "fontWeight", "textShadow", "visibility", "position", "overflow", "clip"),
    *("clipPath", "zIndex"),
)
FOUND = """async ([rules, colours]) => {
  const ids = new Map(), looks = new WeakMap();
  const id = key => ids.get(key) ?? (ids.set(key, ids.size), ids.size - 1);
  const look = one => {
    if (!one) return "";
    if (!looks.has(one)) {
      const style = getComputedStyle(one);
      looks.set(one, id([look(one.parentElement), ...colours.map(name => style[name])].join("|")));
    }
    return looks.get(one);
  };
  const first = new Map(), last = new Map();
  for (const one of document.querySelectorAll("body *")) {
    one.removeAttribute("data-contrast");
    const own = [...one.childNodes].filter(node => node.nodeType === Node.TEXT_NODE);
    const length = own.map(node => node.data.trim()).join("").length;
    if (!(length || one.matches("input, select, textarea")) || !one.checkVisibility()) continue;
    // About a single sign axe says nothing, of fields and what cannot be used it thinks otherwise.
    const key = [one.tagName, look(one), length > 1, one.type, one.matches(":disabled")].join();
    if (!first.has(key)) first.set(key, one);
    last.set(key, one);
  }
  for (const one of [...first.values(), ...last.values()]) one.dataset.contrast = "";
  axe.configure({rules: [{id: "color-contrast", selector: "[data-contrast]"}]});
  return (await axe.run(document, rules)).violations;
}"""


def load(page: Page) -> None:
    """Bring axe into the page that is open."""
    page.evaluate(AXE_SCRIPT)


def violations(page: Page) -> list[str]:
    """What is wrong, and the first place of each; the page has axe loaded."""
    found = page.evaluate(FOUND, [RULES, COLOURS])
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found]
