"""A signed document is checked on a phone without sending it anywhere."""

from playwright.sync_api import Request

from tests.journeys.conftest import SignIn

WORDS = b"%PDF-1.7 the order of somebody"


def test_a_file_is_checked_without_leaving_the_device(sign_in: SignIn) -> None:
    page, sent = sign_in(phone=True), []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.post_data_buffer or b"")

    page.on("request", note)
    page.goto("/verify/")
    chosen = {"name": "order.pdf", "mimeType": "application/pdf", "buffer": WORDS}
    page.set_input_files("[name=file]", chosen)
    page.get_by_role("button", name="Check this file").click()
    result = page.get_by_test_id("verify-result")
    result.wait_for()
    assert result.get_attribute("data-verdict") == "unknown"
    assert "the file was not sent" in result.inner_text()
    assert len(sent) == 1
    assert WORDS not in sent[0]
