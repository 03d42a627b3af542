"""PostgreSQL's programs are found, and what they refuse is told."""

import pytest

from macd.management.backups import programs

pytestmark = pytest.mark.django_db


def test_pg_dump_is_found_and_speaks():
    assert programs.find("pg_dump").endswith("pg_dump")
    assert b"pg_dump" in programs.run("pg_dump", ["--version"])


def test_what_is_missing_is_named():
    with pytest.raises(programs.ProgramFailed, match=r"pg_nothing \d+ is not installed"):
        programs.find("pg_nothing")


def test_what_it_refuses_is_told():
    with pytest.raises(programs.ProgramFailed, match="pg_restore"):
        programs.run("pg_restore", ["--section=data", "/no/such/file"])


def test_commands_of_psql_are_taken_out():
    script = b"\\restrict abc\nSELECT 1;\n\\unrestrict abc\n"
    assert programs.without_commands(script) == "SELECT 1;"
