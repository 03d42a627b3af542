"""A person's absence, as messages about it say it."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import translation

from accounts.models import Absence, Person
from accounts.tenancy import as_system


def said(first, after):
    person = Person(email="jan@provider.example", name="Jan Peeters")
    return str(Absence(person=person, valid=DateRange(first, after)))


def test_it_is_told_by_its_days_in_words():
    assert (
        said(date(2027, 1, 4), date(2027, 1, 9)) == "Jan Peeters, 4 January 2027 – 8 January 2027"
    )
    assert said(date(2027, 1, 4), date(2027, 1, 5)) == "Jan Peeters, 4 January 2027"
    assert said(None, None) == "Jan Peeters"
    with translation.override("fr"):
        assert said(date(2027, 1, 1), None) == "Jan Peeters, 1er janvier 2027"


def test_the_message_under_manage_says_days(client, db):
    with as_system():
        boss = Person.objects.create_superuser("boss@provider.example", "correct horse")
    client.force_login(boss)
    sent = {"person": boss.pk, "valid_0": "2027-01-04", "valid_1": "2027-01-08"}
    answer = client.post("/manage/accounts/absence/add/", sent, follow=True)
    text = answer.content.decode()
    assert "4 January 2027 – 8 January 2027" in text
    assert "[2027" not in text
