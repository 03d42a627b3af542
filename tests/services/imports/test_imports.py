"""An inventory from a file: every error at once, a dry run, accepted row by row."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import BillingAccount
from services.imports.operations import ImportRefused, accept_rows, upload_inventory
from services.imports.reading import FileUnreadable, read_table
from services.imports.working import apply, check
from services.imports.writing import inventory_csv
from services.inventory import rebuild, state_on
from services.jobs import work_on
from services.models import InventoryEntry, Service, ServiceNumber, Sim
from services.numbers import assign_number
from services.texts import missing_languages, worded
from tests.accounts import make as accounts
from tests.offices import make as offices
from tests.services import make
from tests.services.selfservice.world import ESIM, USER, iccid

HEADS = "service_id;offering;office;quantity;recurring_price;agreement;speed"


@pytest.fixture
def customer(system, settings, tmp_path):
    settings.STORAGE_ROOT = tmp_path
    return accounts.customer()


@pytest.fixture
def person(customer):
    return accounts.staff("operations", language="en")


def upload(customer, person, text, **facts):
    content = text if isinstance(text, bytes) else text.encode()
    batch = upload_inventory(
        customer_id=customer.pk, content=content, name="inventory.csv", person_id=person.pk,
        at=make.AT, **{"effective_on": make.TODAY, "complete": True, **facts},
    )  # fmt: skip
    worked(batch)
    return batch


def worked(batch):
    """Do the batch's job to its end."""
    batch.refresh_from_db()
    job = batch.job
    while job.ended_at is None:
        job = work_on(job, at=make.AT)
    batch.refresh_from_db()
    return job


def accept(batch, person, rows):
    count = accept_rows(batch=batch, rows=rows, person_id=person.pk, at=make.AT)
    worked(batch)
    return count


def outcomes(batch):
    return {row.given_id: row.outcome for row in batch.rows.all()}


def test_an_opening_import_installs_what_it_says(customer, person):
    office = offices.office(customer)
    agreement = make.agreement(customer)
    version = make.version()
    code = version.offering.code
    batch = upload(customer, person, f"{HEADS}\nA-1;{code};{office.code};2;45,50;{agreement};100\n")
    assert outcomes(batch) == {"A-1": "new"}
    assert not Service.objects.filter(service_id="A-1").exists()
    assert accept(batch, person, "new") == 1
    service = Service.objects.get(service_id="A-1")
    period = state_on(service, make.TODAY)
    assert (period.quantity, period.recurring_price) == (2, Decimal("45.50"))
    assert (period.office, service.agreement) == (office, agreement)
    [entry] = service.entries.all()
    assert (entry.source_kind, entry.source_number) == ("import", batch.number)
    assert (entry.person, entry.effective_on) == (person, make.TODAY)
    assert rebuild(check=True) == []


def test_every_error_of_every_row_is_told_at_once(customer, person):
    version = make.version()
    code = version.offering.code
    batch = upload(
        customer,
        person,
        f"{HEADS}\n;nothing;X;0;cheap;A-9;100\nA-2;{code};;x;-1;;5000\nA-2;{code};;;;;\n",
    )
    rows = {row.number: [one["column"] for one in row.problems] for row in batch.rows.all()}
    assert rows == {
        2: ["service_id", "offering", "office", "agreement", "recurring_price"],
        3: ["office", "quantity", "recurring_price", "speed", "service_id"],
        4: ["office", "service_id"],
    }
    messages = [one["message"] for row in batch.rows.all() for one in row.problems]
    assert all(missing_languages(message) == [] for message in messages)
    assert all(message["nl"] != message["fr"] for message in messages)
    with pytest.raises(ImportRefused, match="Choose"):
        accept_rows(batch=batch, rows="wrong", person_id=person.pk, at=make.AT)


def test_a_day_before_the_catalogue_began_is_told_as_that(customer, person):
    code = make.version().offering.code
    batch = upload(customer, person, f"{HEADS}\nA-1;{code};;;;;\n", effective_on=date(1999, 1, 1))
    assert "Nothing stood in the catalogue" in batch.job.why_failed
    assert batch.problems == []


def test_columns_that_do_not_fit_are_named(customer, person):
    make.version()
    batch = upload(customer, person, "service_id;colour\nA-1;red\n")
    assert [one["column"] for one in batch.problems] == ["colour", "offering"]
    assert not batch.rows.exists()


def in_euros(amount):
    """What is kept of a price, by language."""
    comma = f"€\N{NO-BREAK SPACE}{amount},00"
    behind = f"{amount},00\N{NO-BREAK SPACE}€"
    english = f"€\N{NO-BREAK SPACE}{amount}.00"
    return {"nl": comma, "fr": behind, "en": english, "de": behind}


def test_a_new_row_says_where_how_many_and_for_how_much(customer, person):
    office = offices.office(customer)
    row = f"A-1;{make.version().offering.code};{office.code};3;60.00;;200"
    (new,) = upload(customer, person, f"{HEADS}\n{row}\n").rows.all()
    assert [one["after"] for one in new.differences][1:4] == [office.name, "3", in_euros("60")]


def test_a_reconciliation_shows_differences_and_can_be_repeated(customer, person):
    office = offices.office(customer)
    version = make.version()
    service = make.installed(customer, office=office, offering_version=version)
    gone = make.installed(customer, office=office, offering_version=version)
    row = f"{service};{version.offering.code};{office.code};1;60.00;;200"
    batch = upload(customer, person, f"{HEADS}\n{row}\n")
    assert outcomes(batch) == {str(service): "changed", str(gone): "missing"}
    changed = batch.rows.get(outcome="changed")
    assert [(one["before"], one["after"]) for one in changed.differences] == [
        (in_euros("50"), in_euros("60")),
        ("100 Mbps", "200 Mbps"),
    ]
    assert accept(batch, person, [changed.pk]) == 1
    assert state_on(service, make.TODAY).configuration == {"speed": 200}
    assert state_on(gone, make.TODAY)
    again = upload(customer, person, f"{HEADS}\n{row}\n")
    assert outcomes(again) == {str(service): "same", str(gone): "missing"}
    assert accept(again, person, "missing") == 1
    assert state_on(gone, make.TODAY) is None
    assert rebuild(check=True) == []


def test_a_part_of_the_inventory_misses_nothing(customer, person):
    office = offices.office(customer)
    service = make.installed(customer, office=office, offering_version=(version := make.version()))
    make.installed(customer, office=office)
    row = f"{service};{version.offering.code};{office.code};;;;"
    batch = upload(customer, person, f"{HEADS}\n{row}\n", complete=False)
    assert outcomes(batch) == {str(service): "same"}


def test_what_is_recorded_written_and_read_back_differs_in_nothing(customer, person):
    mobile = make.version(site_bound=False, family="mobile", characteristics=[USER, ESIM])
    office = offices.office(customer)
    make.number(make.installed(customer, office=office, agreement=make.agreement(customer)))
    make.installed(
        customer, offering_version=mobile, configuration={"user_name": "=Ann", "esim": True}
    )
    text = inventory_csv(customer_id=customer.pk, on=make.TODAY)
    batch = upload(customer, person, text)
    assert set(outcomes(batch).values()) == {"same"}, [r.differences for r in batch.rows.all()]


def test_a_number_that_is_recorded_is_believed(customer, person):
    office = offices.office(customer)
    service = make.installed(customer, office=office)
    make.number(service, e164="+3295550100")
    text = inventory_csv(customer_id=customer.pk, on=make.TODAY)
    assert set(outcomes(upload(customer, person, text)).values()) == {"same"}


def test_sims_and_numbers_come_with_what_is_new(customer, person):
    mobile = make.version(site_bound=False, family="mobile", characteristics=[USER, ESIM])
    trunk = make.version(site_bound=False, characteristics=[])
    number = iccid()
    heads = "service_id;offering;user_name;iccid;numbers"
    text = (
        f"{heads}\nM-1;{mobile.offering.code};Ann;{number};\n"
        f"T-1;{trunk.offering.code};;;09 223 45 67, +3292234568\n"
        f"M-2;{mobile.offering.code};Bob;123;\n"
    )
    batch = upload(customer, person, text)
    assert outcomes(batch) == {"M-1": "new", "T-1": "new", "M-2": "wrong"}
    accept(batch, person, "new")
    assert Sim.objects.get(iccid=number).service.service_id == "M-1"
    assert ServiceNumber.objects.filter(service__service_id="T-1").count() == 2


def test_another_customers_service_and_agreement_stay_theirs(customer, person):
    theirs = make.installed(accounts.customer(), agreement=None)
    code = state_on(theirs, make.TODAY).offering_version.offering.code
    office = offices.office(customer)
    mine = make.installed(customer, office=office, agreement=make.agreement(customer))
    own = state_on(mine, make.TODAY).offering_version.offering.code
    other = make.agreement(customer)
    batch = upload(
        customer,
        person,
        f"{HEADS}\n{theirs};{code};{office.code};;;;\n{mine};{own};{office.code};;;{other};\n",
    )
    assert set(outcomes(batch).values()) == {"wrong"}
    assert "under agreement" in batch.rows.get(number=3).problems[0]["message"]["en"]


def test_a_row_that_cannot_be_applied_says_why_and_others_are(customer, person):
    office = offices.office(customer)
    version = make.version()
    services = [make.installed(customer, office=office, offering_version=version) for _ in "ab"]
    rows = "".join(f"{one};{version.offering.code};{office.code};;;;300\n" for one in services)
    batch = upload(customer, person, f"{HEADS}\n{rows}")
    make.record_change(
        service=services[0], effective_on=date(2026, 3, 1), change={"cease": True},
        source=make.IMPORT, person_id=None, at=make.AT,
    )  # fmt: skip
    accept(batch, person, "changed")
    failed, applied = batch.rows.order_by("number")
    assert "not installed" in failed.failure
    assert set(failed.failure_words) == {"nl", "fr", "en", "de"}
    with translation.override("fr"):
        assert failed.why_failed == failed.failure_words["fr"] != failed.failure
    assert applied.applied_at
    assert InventoryEntry.objects.filter(source_number=batch.number).count() == 1


def test_a_spreadsheet_is_read_as_a_csv_is():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["service_id", "Offering", "quantity"])
    sheet.append(["A-1", "internet", 2.0])
    sheet.append([None, None, None])
    out = io.BytesIO()
    book.save(out)
    table = read_table(out.getvalue())
    assert table.columns == ("service_id", "offering", "quantity")
    assert table.rows == ((2, {"service_id": "A-1", "offering": "internet", "quantity": "2"}),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"a;b\n", "no rows"),
        (b"a;a\n1;2\n", "twice"),
        (b"a;b\n\x00;1\n", "no CSV"),
        (b"PK\x03\x04nonsense", "cannot be read"),
        (b"a\n" + b"1\n" * 20_001, "more than 20,000"),
        (b"x" * (8 * 1024 * 1024 + 1), "8 MB"),
    ],
)
def test_what_is_no_table_is_told(content, message):
    with pytest.raises(FileUnreadable, match=message):
        read_table(content)


def test_a_limit_is_kept_as_each_language_writes_it():
    with pytest.raises(FileUnreadable) as refused:
        read_table(b"a\n" + b"1\n" * 20_001)
    told = worded(refused.value.args[0])
    written = {"nl": "20.000", "fr": "20\xa0000", "en": "20,000", "de": "20.000"}
    for language, number in written.items():
        assert number in told[language].replace("\u202f", "\xa0")


def test_windows_letters_and_commas_are_read():
    table = read_table("service_id,offering\nA-1,Caf\xe9\n".encode("cp1252"))
    assert table.rows[0][1]["offering"] == "Café"


def test_an_unreadable_file_ends_the_job_with_the_reason(customer, person):
    batch = upload_inventory(
        customer_id=customer.pk, content=b"a;b\n", name="x.csv", effective_on=make.TODAY,
        complete=True, person_id=person.pk, at=make.AT,
    )  # fmt: skip
    job = worked(batch)
    assert (job.status, "no rows" in job.failure) == ("failed", True)
    with translation.override("nl"):
        assert job.why_failed == job.failure_words["nl"] != job.failure
    with pytest.raises(ImportRefused, match="worked on"):
        accept_rows(batch=batch, rows="new", person_id=person.pk, at=make.AT)


def test_the_jobs_are_those_of_the_settings(settings):
    assert settings.JOBS["import_check"].endswith(check.__name__)
    assert settings.JOBS["import_apply"].endswith(apply.__name__)


def test_a_service_id_fits_an_address(customer, person):
    """It stands between slashes there: with one of its own no page would find the service."""
    office = offices.office(customer)
    code = make.version().offering.code
    odd = ("A/1", "print", "A" * 40 + "1", "=A1", "A-1")
    rows = "".join(f"{each};{code};{office.code};1;;;100\n" for each in odd)
    batch = upload(customer, person, f"{HEADS}\n{rows}")
    assert outcomes(batch) == {each[:40]: "wrong" for each in odd[:-1]} | {"A-1": "new"}
    for row in batch.rows.filter(outcome="wrong"):
        assert [one["column"] for one in row.problems] == ["service_id"]
    with pytest.raises(IntegrityError, match="service_id_fits_an_address"), transaction.atomic():
        Service.objects.create(customer=customer, service_id="A/1")


def test_what_another_took_meanwhile_holds_no_row_back(customer, person):
    office = offices.office(customer)
    code = make.version().offering.code
    heads = "service_id;offering;office;speed;numbers"
    rows = f"A-1;{code};{office.code};100;+3292001122\nA-2;{code};{office.code};100;\n"
    batch = upload(customer, person, f"{heads}\n{rows}")
    assert outcomes(batch) == {"A-1": "new", "A-2": "new"}
    assign_number(service=make.installed(customer), number="+3292001122", office=None)
    accept(batch, person, "new")
    told = {row.given_id: (bool(row.applied_at), row.why_failed) for row in batch.rows.all()}
    assert told["A-2"] == (True, "")
    assert told["A-1"][0] is False
    assert "meanwhile" in told["A-1"][1]
    assert not Service.objects.filter(service_id="A-1").exists()


def test_who_pays_is_a_difference_too(customer, person):
    office = offices.office(customer)
    version = make.version()
    service = make.installed(customer, office=office, offering_version=version)
    account = BillingAccount.objects.create(customer=customer, number="BIL-77", name="Ghent")
    agreement = make.agreement(customer)
    heads = "service_id;offering;office;agreement;billing_account;cost_centre"
    row = f"{service};{version.offering.code};{office.code};{agreement};BIL-77;Sales"
    batch = upload(customer, person, f"{heads}\n{row}\n")
    (changed,) = batch.rows.all()
    assert [one["after"] for one in changed.differences] == [
        str(agreement),
        "BIL-77 Ghent",
        "Sales",
    ]
    accept(batch, person, "changed")
    service.refresh_from_db()
    kept = (service.agreement, service.billing_account, service.cost_centre)
    assert kept == (agreement, account, "Sales")
    assert service.entries.count() == 1
    assert outcomes(upload(customer, person, f"{heads}\n{row}\n")) == {str(service): "same"}


def test_another_sim_is_told_not_passed_over(customer, person):
    version = make.version(site_bound=False, family="mobile", characteristics=[USER, ESIM])
    service = make.installed(customer, offering_version=version, office=None, configuration={})
    heads = "service_id;offering;iccid"
    first, second = iccid(), iccid()
    row = f"{service};{version.offering.code}"
    batch = upload(customer, person, f"{heads}\n{row};{first}\n")
    accept(batch, person, "changed")
    assert service.sims.get().iccid == first
    assert outcomes(upload(customer, person, f"{heads}\n{row};{first}\n")) == {str(service): "same"}
    (told,) = upload(customer, person, f"{heads}\n{row};{second}\n").rows.all()
    assert (told.outcome, [one["column"] for one in told.problems]) == ("wrong", ["iccid"])
