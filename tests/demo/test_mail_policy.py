"""What a stored mail's HTML may do when it is shown: look as it does, and nothing else."""

import base64
import hashlib

from demo.mail_policy import policy_for


def hash_of(style: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def test_nothing_runs_and_nothing_is_fetched() -> None:
    policy = policy_for("<p>Hello</p><script>alert(1)</script><img src=//example.com/x>")
    assert "default-src 'none'" in policy
    assert "style-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy


def test_the_mail_s_own_styles_are_allowed_by_their_hashes() -> None:
    policy = policy_for(
        '<style>p { color: red }</style><p style="margin:0">a</p><p style="margin:0">b</p>'
    )
    assert "unsafe-inline" not in policy
    assert policy.count("sha256-") == 2
    assert hash_of("p { color: red }") in policy
    assert hash_of("margin:0") in policy


def test_text_beside_styles_is_none() -> None:
    assert "sha256" not in policy_for("<style></style><p>text</p><p style>x</p>")
