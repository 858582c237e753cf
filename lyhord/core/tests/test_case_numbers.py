from hypothesis import given
from hypothesis import strategies as st

from lyhord.core import case_numbers

serials = st.integers(min_value=1, max_value=5_000_000)


@given(serials, st.data())
def test_every_single_wrong_digit_is_noticed(serial: int, data: st.DataObject) -> None:
    digits = list(str(case_numbers.number_for(serial)))
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != digits[place]]))
    digits[place] = wrong

    assert not case_numbers.is_valid(int("".join(digits)))


@given(serials, st.data())
def test_every_swap_of_two_neighbours_is_noticed(serial: int, data: st.DataObject) -> None:
    digits = list(str(case_numbers.number_for(serial)))
    place = data.draw(st.integers(0, len(digits) - 2))
    swapped = [*digits[:place], digits[place + 1], digits[place], *digits[place + 2 :]]

    assert swapped == digits or not case_numbers.is_valid(int("".join(swapped)))


@given(serials)
def test_number_is_read_back_however_it_is_written(serial: int) -> None:
    number = case_numbers.number_for(serial)
    spoken = case_numbers.spoken(number)

    assert case_numbers.read(spoken) == number
    assert case_numbers.read(spoken.replace("-", " ")) == number
    assert case_numbers.find_all(f"Re: [#{spoken}] Min order {spoken}") == [number]


def test_order_and_phone_numbers_are_not_taken_for_cases() -> None:
    assert case_numbers.find_all("Order 104882, ring 070-174 06 05 eller 08-465 004 12") == []
