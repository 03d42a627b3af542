"""Pictures say what their table says: an office over time, what relies on what in a move."""

from services.models import Dependency
from tests.macd import make
from tests.macd.views.pages import page_of
from tests.services import make as stock


def test_an_office_shows_its_services_over_time_with_a_table(world, browser):
    client = browser(world.requester)
    url = f"/offices/{world.office.public_id}/timeline/"
    text = client.get(url).content.decode()
    assert text.count("<rect") == 2
    assert world.service.service_id in page_of(client.get(url)).text
    empty = client.get(f"/offices/{world.elsewhere.public_id}/timeline/")
    assert "<rect" not in empty.content.decode()


def test_a_move_shows_what_relies_on_what_also_elsewhere(world, browser):
    trunk = stock.version(names=stock.names("SIP trunk"))
    plus = world.plus.offering
    Dependency.objects.create(offering=trunk.offering, needs=plus, scope="customer")
    stock.installed(world.customer, office=world.elsewhere, offering_version=trunk)
    move = make.move(world)
    answer = browser(world.requester).get(f"/documents/{move.number}/picture/")
    text = answer.content.decode()
    assert text.count('class="node"') == 3
    assert text.count('class="edge"') == 1
    assert "Elsewhere; check that it goes on" in page_of(answer).text
    change = make.change(make.replace_service(world))
    assert browser(world.requester).get(f"/documents/{change.number}/picture/").status_code == 404
