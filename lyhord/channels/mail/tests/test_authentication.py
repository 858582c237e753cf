import pytest

from lyhord.channels.mail.authentication import Verdict, verdict_of
from lyhord.channels.mail.parsing import parse

TRUSTED = frozenset({"mx.nordljus.example"})


def verdict(*headers: str) -> Verdict | None:
    fields = "".join(f"Authentication-Results: {header}\r\n" for header in headers)
    return verdict_of(parse(f"{fields}From: maja@kund.example\r\n\r\nhej".encode()), trusted=TRUSTED)


def test_results_of_our_server_are_read_with_comments_versions_and_folds() -> None:
    found = verdict(
        "mx.nordljus.example 1;\r\n dkim=fail (bad; (nested) key) header.d=kund.example header.s=a;"
        "\r\n spf=softfail (not; sure) smtp.mailfrom=maja@kund.example;\r\n dmarc/1 = fail (p=REJECT) header.from=x"
    )

    assert found == Verdict(by="mx.nordljus.example", spf="softfail", dkim="fail", dmarc="fail")
    assert found.fails


@pytest.mark.parametrize(
    ("results", "fails"),
    [
        ("dmarc=pass; spf=fail; dkim=fail", False),
        ("dmarc=fail", True),
        ("dmarc=permerror", True),
        ("dmarc=temperror", False),
        ("dmarc=none; spf=fail; dkim=fail", True),
        ("spf=fail; dkim=pass", False),
        ("spf=softfail; dkim=fail", False),
        ("spf=fail", False),
        ("dkim=fail; dkim=pass; spf=fail", False),
        ("none", False),
    ],
)
def test_dmarc_decides_and_without_it_both_others(results: str, fails: bool) -> None:  # noqa: FBT001
    found = verdict(f"mx.nordljus.example; {results}")

    assert found is not None
    assert found.fails is fails


def test_what_others_have_written_counts_for_nothing() -> None:
    assert verdict("evil.example; dmarc=pass") is None
    assert verdict("evil.example; dmarc=pass", "mx.nordljus.example; dmarc=pass") is None
    assert verdict() is None


def test_a_forged_line_below_ours_cannot_change_what_ours_says() -> None:
    found = verdict("mx.nordljus.example; dmarc=fail", "mx.nordljus.example; dmarc=pass; spf=pass")

    assert found is not None
    assert found.fails
