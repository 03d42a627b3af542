"""Stopping the last services is refused on the page, and the provider hears of it (rule 48)."""

from macd import operations
from macd.vocabulary import Happening, Kind
from services.cancellation import CancellationCase
from tests.macd import make


def test_rule_48_the_last_services_are_refused_and_others_are_told(world, browser):
    document = operations.open_draft(
        kind=Kind.DELETE,
        customer=world.customer,
        requester_id=world.requester.pk,
        by=world.by(world.requester),
        at=make.AT,
        office=world.office,
        periods=[world.period(), world.period(world.other)],
    )
    document = operations.change_fields(
        document=document,
        values={"request.requested_on": make.WANTED},
        by=world.by(world.requester),
        at=make.AT,
    )
    url = f"{document.get_absolute_url()}check/"
    for _time in range(2):
        answer = browser(world.requester).post(url, {"content_hash": document.content_hash})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert 'data-testid="talk-to-us"' in text
        assert 'data-testid="give-notice"' in text
    assert document.events.filter(step=Happening.LEAVING_REFUSED).count() == 1
    assert not CancellationCase.objects.exists()
