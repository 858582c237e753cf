import pytest

from lyhord.channels.mail.threading_ids import MessageIds, case_numbers_in
from lyhord.core.case_numbers import number_for, spoken

IDS = MessageIds(b"hemlig", "bolaget.example")
CASE = number_for(1)


def test_our_message_id_tells_its_case_also_after_careless_servers() -> None:
    written = IDS.make(CASE, "entry-1")

    assert IDS.read(written) == CASE
    assert IDS.read(written.upper()) == CASE
    assert IDS.read(f"  {written} ") == CASE
    assert written == IDS.make(CASE, "entry-1")
    assert written != IDS.make(CASE, "entry-2")


@pytest.mark.parametrize(
    "other", ["<x@bolaget.example>", "", "<c12.a.b@x>", "<c1.aaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaa@x.example>"]
)
def test_what_we_did_not_sign_tells_nothing(other: str) -> None:
    assert IDS.read(other) is None


def test_another_number_under_our_signature_tells_nothing() -> None:
    written = IDS.make(CASE, "entry-1")

    assert IDS.read(written.replace(str(CASE), str(number_for(2)))) is None
    assert MessageIds(b"annan", "bolaget.example").read(written) is None


def test_a_reply_address_leads_to_its_case_at_its_mailbox_only() -> None:
    address = IDS.reply_address("Kund@Bolaget.example", CASE)

    assert IDS.read_address(address) == CASE
    assert IDS.read_address(address.lower()) == CASE
    assert IDS.read_address(address.replace("Kund", "faktura")) is None
    assert IDS.read_address("kund@bolaget.example") is None
    assert len(address.partition("@")[0]) <= 64


def test_case_numbers_in_a_subject_have_the_right_check_digit() -> None:
    right = spoken(CASE)
    wrong = f"{right[:-1]}{(int(right[-1]) + 1) % 10}"

    assert case_numbers_in(f"SV: [{right}] Ditt paket") == [CASE]
    assert case_numbers_in(f"SV: {wrong} Ditt paket") == []


def test_settings_that_are_missing_are_told() -> None:
    with pytest.raises(ValueError, match="check the installation's settings"):
        MessageIds(b"", "bolaget.example")
    with pytest.raises(ValueError, match="name@domain"):
        IDS.reply_address("kund", CASE)
