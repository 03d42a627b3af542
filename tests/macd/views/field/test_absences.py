"""The page of absences."""

from accounts.models import Absence
from accounts.roles import StaffRole
from macd.operations import Crew
from tests.accounts import make as people
from tests.macd import make
from tests.macd.operations.visits.test_visiting import DAY, plan
from tests.macd.views.pages import page_of

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


def test_an_auditor_reads_who_is_away(world, browser):
    auditor = browser(people.staff(StaffRole.AUDITOR))
    assert URL in auditor.get("/operations/").content.decode()
    assert "Operations records holidays" in auditor.get(URL).content.decode()
    document = make.started(world, make.change(world))
    visit = plan(world, document, crew=Crew(frozenset({world.operations.pk})))
    asked = {"person": world.operations.pk, "first": DAY, "last": DAY}
    browser(world.operations).post(URL, asked)
    page = page_of(auditor.get(URL))
    assert world.operations.name in page.text
    assert visit.get_absolute_url() in page.links
    assert not {"end-absence", "record-absence"} & page.hooks.keys()
    assert auditor.post(URL, asked).status_code == 403
    assert auditor.post(URL, {"end": Absence.objects.get().pk}).status_code == 403
    assert browser(world.manager).get(URL).status_code == 403
