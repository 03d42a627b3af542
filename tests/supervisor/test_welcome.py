from supervisor.welcome import PASSWORD, people, welcome


def test_the_address_and_who_may_sign_in() -> None:
    said = welcome({"PUBLIC_URL": "http://localhost:8000", "DEMO": "1"}, seconds=12.3)
    assert "Ready after 12 s: http://localhost:8000" in said
    assert PASSWORD in said
    assert "am,am2,lead}@provider.example" in said


def test_no_sign_ins_without_the_demonstration() -> None:
    said = welcome({"PUBLIC_URL": "https://macd.example", "DEMO": ""}, seconds=3)
    assert "https://macd.example" in said
    assert PASSWORD not in said


def test_everybody_has_an_address_of_their_own() -> None:
    assert len(people()) == len(set(people())) == 20
    assert people()[0] == "requester@brouwerij.example"
    assert all(address.count("@") == 1 for address in people())
