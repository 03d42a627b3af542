"""The pages of imports and indexation."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from accounts.roles import StaffRole
from services.jobs import work_on
from services.models import InventoryImport, Job
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import page_of, send
from tests.services import make as stock


@pytest.fixture
def operator(world, browser, settings, tmp_path):
    settings.STORAGE_ROOT = tmp_path
    return browser(world.operations)


def work():
    for job in Job.objects.all():
        while job.ended_at is None:
            job = work_on(job, at=make.AT)  # noqa: PLW2901


def upload(operator, world, text, **values):
    url = f"{reverse('import_new')}?customer={world.customer.public_id}"
    fields = page_of(operator.get(url)).fields
    file = SimpleUploadedFile("inventory.csv", text.encode())
    return operator.post(url, {**fields, **values, "file": file})


def exported(operator, world):
    url = reverse("inventory_export", args=[world.customer.public_id])
    return operator.get(url).content.decode()


def test_export_change_import_accept(world, operator):
    text = exported(operator, world)
    assert world.service.service_id in text
    period = world.period()
    changed = text.replace(f"{period.recurring_price}", "61.0000", 1)
    answer = upload(operator, world, changed)
    url = reverse("import", args=[InventoryImport.objects.get().public_id])
    assert answer["Location"] == url
    assert "job" in page_of(operator.get(url)).hooks
    work()
    page = page_of(operator.get(url))
    assert "€ 61.00" in page.text
    [row] = InventoryImport.objects.get().rows.filter(outcome="changed")
    assert operator.post(url, {}).status_code == 422
    assert operator.post(url, {"row": [str(row.pk)]}).status_code == 302
    work()
    assert "1 row is recorded" in page_of(operator.get(url)).text
    assert row.service.periods.order_by("-valid").first().recurring_price == 61


def test_accepted_rows_are_seen_where_they_were_accepted(world, operator):
    text = exported(operator, world)
    changed = text.replace(f"{world.period().recurring_price}", "61.0000", 1)
    upload(operator, world, changed + "A-1;nothing\n")
    work()
    url = reverse("import", args=[InventoryImport.objects.get().public_id])
    assert "1 difference to accept" in page_of(operator.get(reverse("imports"))).text
    page = page_of(operator.get(f"{url}?show=changed"))
    answer = operator.post(f"{url}?show=changed", page.fields)
    assert answer["Location"] == f"{url}?show=changed"
    work()
    assert "recorded" in page_of(operator.get(answer["Location"])).text
    assert "to accept" not in page_of(operator.get(reverse("imports"))).text


def test_the_history_of_a_service_says_what_an_import_changed(world, operator, browser):
    text = exported(operator, world)
    changed = text.replace(f"{world.period().recurring_price}", "61.0000", 1)
    upload(operator, world, changed)
    work()
    batch = InventoryImport.objects.get()
    operator.post(reverse("import", args=[batch.public_id]), {"every": "changed"})
    work()
    row = batch.rows.get(outcome="changed")
    url = reverse("service", args=[row.given_id])
    assert f"after a comparison of records ({batch.number})" in page_of(operator.get(url)).text
    told = page_of(browser(world.requester).get(url)).text
    assert "after a comparison of records" in told
    assert batch.number not in told


def test_services_are_called_in_the_readers_language(world, operator):
    """Who uploads a file may read another language than who accepts it."""
    called = {"nl": "Telefoon", "fr": "Téléphone", "en": "Telephone", "de": "Telefonie"}
    code = stock.version(names=called, site_bound=False).offering.code
    upload(
        operator, world, f"service_id;offering;speed\nA-1;{code};100\nA-2;{code};x\n", complete=""
    )
    work()
    url = reverse("import", args=[InventoryImport.objects.get().public_id])
    for language in ("nl", "fr"):
        world.operations.language = language
        world.operations.save(update_fields=["language"])
        for outcome in ("new", "wrong"):
            assert called[language] in page_of(operator.get(f"{url}?show={outcome}")).text


def test_problems_are_read_in_the_readers_language_and_old_ones_as_they_were(world, operator):
    upload(operator, world, "service_id;offering\nA-1;nothing\n", complete="")
    work()
    batch = InventoryImport.objects.get()
    url = reverse("import", args=[batch.public_id])
    assert "Give the code of a service" in page_of(operator.get(url)).text
    world.operations.language = "fr"
    world.operations.save(update_fields=["language"])
    with translation.override("fr"):
        told = gettext("Give the code of a service in the catalogue of that day.")
    assert told in page_of(operator.get(url)).text
    batch.rows.update(problems=[{"column": "offering", "message": "Geef de code."}])
    assert "Geef de code." in page_of(operator.get(url)).text


def test_errors_stand_with_row_and_column(world, operator):
    upload(operator, world, "service_id;offering\nA-1;nothing\n;\n", complete="")
    work()
    page = page_of(operator.get(reverse("import", args=[InventoryImport.objects.get().public_id])))
    assert "Give the code of a service in the catalogue" in page.text
    assert "accept-rows" not in page.hooks


def test_a_file_is_needed_and_a_customer_too(world, operator):
    url = f"{reverse('import_new')}?customer={world.customer.public_id}"
    assert send(operator, url).status_code == 422
    assert operator.get(f"{reverse('import_new')}?customer=x").status_code == 404
    chosen = page_of(operator.get(reverse("import_new"), {"q": world.customer.legal_name}))
    assert any(str(world.customer.public_id) in link for link in chosen.links)
    assert "No such customer" in page_of(operator.get(reverse("import_new"), {"q": "zz9"})).text


def test_indexation_counts_first(world, operator):
    url = reverse("indexation")
    counted = send(operator, url, percent="2.5", on="2026-04-01", go="look")
    page = page_of(counted)
    assert "This changes the price of 2 services" in page.text
    assert not Job.objects.exists()
    assert operator.post(url, {**page.fields, "go": "do"}).status_code == 302
    work()
    assert "Done" in page_of(operator.get(url)).text
    assert send(operator, url, percent="500", on="").status_code == 422


def test_administrators_import_and_others_do_not(world, browser, operator):
    administrator = browser(people.staff(StaffRole.ADMINISTRATOR))
    assert administrator.get(reverse("imports")).status_code == 200
    for person in (world.manager, world.requester, world.finance):
        assert browser(person).get(reverse("imports")).status_code == 403


def test_an_auditor_reads_imports_and_accepts_nothing(world, operator, browser):
    period = world.period()
    text = exported(operator, world).replace(f"{period.recurring_price}", "61.0000", 1)
    upload(operator, world, text)
    work()
    auditor = browser(people.staff(StaffRole.AUDITOR))
    url = reverse("import", args=[InventoryImport.objects.get().public_id])
    listed = page_of(auditor.get(reverse("imports")))
    assert url in listed.links
    assert reverse("inventory") in listed.links
    assert "new-import" not in listed.hooks
    page = page_of(auditor.get(url))
    assert "€ 61.00" in page.text
    assert not {"accept-rows", "accept-every"} & set(page.hooks)
    assert "row" not in page.fields
    assert "row" in page_of(operator.get(url)).fields
    [row] = InventoryImport.objects.get().rows.filter(outcome="changed")
    assert auditor.post(url, {"row": [str(row.pk)]}).status_code == 403
    assert auditor.get(reverse("import_new")).status_code == 403
    indexed = auditor.get(reverse("indexation"))
    assert "Nothing was done yet" in page_of(indexed).text
    assert "index-look" not in page_of(indexed).hooks
    assert auditor.post(reverse("indexation"), {"go": "do"}).status_code == 403


def test_the_same_form_with_another_file_or_figure_is_refused_on_its_page(world, operator):
    """As it is sent by who went back in the browser and chose something else."""
    told = "This form was sent before with other values."
    assert upload(operator, world, "service_id\nA-1\n", idempotency_key="k").status_code == 302
    again = upload(operator, world, "service_id\nA-1\nA-2\n", idempotency_key="k")
    assert (again.status_code, told in page_of(again).text) == (422, True)
    assert InventoryImport.objects.count() == 1
    figures = {"percent": "2.5", "on": "2026-04-01", "go": "do", "idempotency_key": "i"}
    assert operator.post(reverse("indexation"), figures).status_code == 302
    again = operator.post(reverse("indexation"), {**figures, "percent": "3"})
    assert (again.status_code, told in page_of(again).text) == (422, True)
