"""Somebody without a mouse, who goes through a page with the keys and sees where they are."""

from playwright.sync_api import Locator, Page, expect

MOST_STEPS = 120
# What a reader sees of the focus: an outline or a shadow that is there only with it.
SEEN = """
  element => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
      || style.boxShadow !== 'none';
  }
"""


HAS_FOCUS = "element => element.isConnected ? element === document.activeElement : null"


class Keyboard:
    """The keys of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.page.keyboard.type(text)

    def reach(self, target: Locator, key: str = "Tab") -> Locator:
        """Go on with a key until something has the focus, and shows it."""
        expect(target).to_be_visible()
        # Found once, and again when it was swapped for another: by its name, that takes long.
        one = target.element_handle()
        for _step in range(MOST_STEPS):
            if (there := one.evaluate(HAS_FOCUS)) is None:
                one = target.element_handle()
                there = one.evaluate(HAS_FOCUS)
            if there:
                expect(target).to_be_in_viewport()
                assert target.evaluate(SEEN), f"the focus is not seen: {target}"
                return target
            self.press(key)
        raise AssertionError(f"not reached by {key}: {target}")

    def use(self, target: Locator) -> None:
        """Go to something and press Enter."""
        self.reach(target)
        self.press("Enter")

    def go(self, target: Locator) -> None:
        """Go to a link or button and press Enter; another page follows."""
        self.reach(target)
        with self.page.expect_navigation():
            self.press("Enter")

    def fill(self, target: Locator, text: str) -> None:
        """Go to a field and type in it."""
        self.reach(target)
        self.type(text)
