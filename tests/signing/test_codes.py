"""Codes are unguessable, typed from paper, and found in plain bytes."""

import pytest

from signing.codes import ALPHABET, IN_TEXT, codes_in, new_code, normal_code


def test_new_codes_are_four_groups_of_four_and_never_the_same() -> None:
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all([len(group) for group in code.split("-")] == [4, 4, 4, 4] for code in codes)
    assert {letter for code in codes for letter in code} == {*ALPHABET, "-"}


@pytest.mark.parametrize(
    "typed",
    [
        "7K3M-0QXZ-9R2T-HV5C",
        "7k3m 0qxz 9r2t hv5c",
        "7k3moqxz9r2thv5c",
        " 7K3M–OQXZ–9R2T–HV5C\n",
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert normal_code(typed) == "7K3M-0QXZ-9R2T-HV5C"


@pytest.mark.parametrize(
    "typed", ["", "7K3M", "U" * 16, "é" * 16, "\x00" * 16, "1" * 17, "1" * 10000]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert normal_code(typed) is None


def test_codes_are_found_in_bytes_each_once_and_whole() -> None:
    one, two = "7K3M-0QXZ-9R2T-HV5C", "ABCD-EFGH-JKMN-PQRS"
    content = f"\x00 ({one}) /x {two}, {one} X{one} {two}-ABCD".encode()
    assert codes_in(content) == [one, two]


@pytest.mark.parametrize("before", ["", "-", "A", "AAAA-", "-AAAA-AAAA-", "(AAAA-AAAA-AAAA-AAA) "])
@pytest.mark.parametrize("after", ["", "-", "A", "-AAAA", ")", " 7K3M-0QXZ-9R2T-HV5C-"])
def test_finding_codes_fast_finds_what_looking_everywhere_does(before: str, after: str) -> None:
    content = f"{before}7K3M-0QXZ-9R2T-HV5C{after} ABCD-EFGH-JKMN-PQRS".encode()
    everywhere = [match.group().decode() for match in IN_TEXT.finditer(content)]
    assert codes_in(content) == list(dict.fromkeys(everywhere))
