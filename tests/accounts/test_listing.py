"""Lists of the administration whose address asks for what the database cannot take."""

from urllib.parse import quote

import pytest

from accounts.roles import StaffRole
from accounts.tenancy import as_system
from tests.accounts import make


@pytest.mark.parametrize(
    "path",
    [
        "audit/auditevent/?at__gte=",
        "signing/seal/?sealed_at__lt=",
        "accounts/person/?date_joined__gte=",
    ],
)
@pytest.mark.parametrize("text", ["9999-12-31 23:59:59-23:00", "0001-01-01T00:00", "9999-12-31"])
def test_an_instant_that_no_zone_has_leads_to_the_whole_list(client, db, path, text):
    with as_system():
        boss = make.staff(StaffRole.ADMINISTRATOR, is_superuser=True, is_staff=True)
    client.force_login(boss)
    answer = client.get(f"/manage/{path}{quote(text)}")
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200
