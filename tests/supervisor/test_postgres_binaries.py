import os
from pathlib import Path

from supervisor.postgres_binaries import of_packages, of_system, unprivileged, version_of


def test_binaries_that_do_not_run_have_no_version(tmp_path: Path) -> None:
    assert version_of(tmp_path) == 0


def test_a_version_is_the_major_one(tmp_path: Path) -> None:
    program = tmp_path / "postgres"
    program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)'\n")
    program.chmod(0o755)
    assert version_of(tmp_path) == 15


def test_what_is_offered_can_make_a_database() -> None:
    offered = [*of_system(), *of_packages()]
    assert offered
    for folder in offered:
        assert (folder / "initdb").is_file()
        assert version_of(folder) > 0


def test_only_root_gives_its_rights_away() -> None:
    assert (unprivileged().uid is None) == (os.geteuid() != 0)
    assert unprivileged().uid != 0
