"""The page of absences."""

from accounts.models import Absence
from macd.operations import Crew
from tests.macd import make
from tests.macd.operations.test_visiting import DAY, plan

URL = "/operations/absences/"


def test_operations_records_an_absence_once_and_takes_it_back(world, browser):
    document = make.started(world, make.change(world))
    visit = plan(world, document, crew=Crew(frozenset({world.operations.pk})))
    client = browser(world.operations)
    assert "Nobody is away" in client.get(URL).content.decode()
    asked = {"person": world.operations.pk, "first": DAY, "last": DAY, "idempotency_key": "k1"}
    for _double in range(2):
        assert client.post(URL, asked).status_code == 302
    absence = Absence.objects.get()
    page = client.get(URL).content.decode()
    assert visit.get_absolute_url() in page
    assert client.post(URL, {**asked, "idempotency_key": "k2"}).status_code == 422
    assert client.post(URL, {"person": "", "first": "x"}).status_code == 422
    assert client.post(URL, {"end": absence.pk, "idempotency_key": "k3"}).status_code == 302
    assert not Absence.objects.exists()
    for nonsense in (absence.pk, "x", "9" * 30):
        assert client.post(URL, {"end": nonsense}).status_code == 409
