import pytest

from lyhord.channels.mail.tests.message_set import Sample, differences, message_set, reading_of, tidy

SAMPLES = message_set()
ALWAYS_RIGHT = {"subject", "sender", "to", "cc", "attachments"}
LEAST_EXACT_REPLIES = 0.97


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_message_says_what_a_careful_reader_sees_in_it(sample: Sample) -> None:
    tolerated = set(sample.expected.get("known_misses", ())) - ALWAYS_RIGHT

    found = {point: seen for point, _, seen in differences(sample, reading_of(sample.raw))}

    assert {point: seen for point, seen in found.items() if point not in tolerated} == {}
    assert tolerated <= set(found), "It is read right now: take it from the known misses."


def test_nearly_all_replies_are_exact() -> None:
    judged = [sample for sample in SAMPLES if "reply" in sample.expected]

    exact = sum(tidy(reading_of(sample.raw).reply) == sample.expected["reply"] for sample in judged)

    assert len(SAMPLES) >= 280
    assert exact / len(judged) >= LEAST_EXACT_REPLIES


def test_every_message_has_its_expectation_beside_it() -> None:
    needed = {"client", "language", "subject", "sender", "to", "cc", "kind"}

    assert [sample.name for sample in SAMPLES if not needed <= set(sample.expected)] == []
