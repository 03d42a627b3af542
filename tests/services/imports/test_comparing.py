"""A row against what is recorded."""

from services.imports.checking import Known, Read
from services.imports.comparing import compare, missing
from services.models.importing import Outcome
from tests.accounts import make as accounts
from tests.services import make


def test_what_is_not_in_a_whole_file_would_stop(system):
    service = make.installed(accounts.customer())
    compared = missing(service.periods.get())
    assert (compared.outcome, compared.change) == (Outcome.MISSING, {"cease": True})
    assert compared.service == service


def test_a_service_of_another_company_is_refused_and_nothing_of_it_told(system):
    service = make.installed(accounts.customer())
    known = Known.of(customer_id=accounts.customer().pk, on=make.TODAY)
    compared = compare(
        Read(service.service_id), known, service=service, period=service.periods.get()
    )
    assert compared.outcome == Outcome.WRONG
    assert [problem["column"] for problem in compared.problems] == ["service_id"]
    assert (compared.differences, compared.change, compared.service) == ([], {}, None)
