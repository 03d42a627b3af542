"""Pages by key: every row once, whatever the cursor says."""

import pytest

from macd.models import Document
from macd.views.paging import page_by
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def test_every_row_comes_once_and_in_order():
    world = make.world()
    made = [make.change(world) for _time in range(5)]
    seen, after = [], ""
    for _page in range(3):
        page = page_by(Document.objects.all(), "ball_since", after=after, size=2)
        seen += page.rows
        after = page.following
    assert seen == made
    assert after == ""


@pytest.mark.parametrize("cursor", ["", "x", "1.1", f"{'9' * 15}.1.1", "1.9999999.1", "-1.0.1"])
def test_an_absurd_cursor_begins_at_the_start(cursor):
    world = make.world()
    document = make.change(world)
    assert page_by(Document.objects.all(), "ball_since", after=cursor).rows == [document]


def test_the_address_of_the_next_page_keeps_the_list():
    world = make.world()
    make.change(world)
    make.change(world)
    page = page_by(Document.objects.all(), "ball_since", size=1)
    assert page.url_after({"queue": "all", "q": ""}).startswith("?queue=all&after=")
