from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lyhord.cases.actions.add_note import add_note
from lyhord.cases.actions.change_status import change_status
from lyhord.cases.actions.change_tags import change_tags
from lyhord.cases.actions.move_case import move_case
from lyhord.cases.actions.receive_message import receive_in_case
from lyhord.cases.actions.reply_to_case import reply_to_case
from lyhord.cases.actions.withdraw_reply import withdraw_reply
from lyhord.cases.models import Case, CaseSearch
from lyhord.cases.search import SearchResult, bulk_index, count_words, index_case, search_cases
from lyhord.cases.search.vocabulary import forget_known_words
from lyhord.cases.tests.factories import (
    NOON,
    a_message,
    hear_again,
    make_agent,
    make_case,
    make_customer,
    make_queue,
    make_team,
)
from lyhord.core.actions import SYSTEM, NotPermitted
from lyhord.people.models import Agent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_vocabulary() -> Iterator[None]:
    forget_known_words()
    yield
    forget_known_words()


@pytest.fixture
def elsa() -> Agent:
    return make_agent()


def search(agent: Agent, text: str, **options: object) -> SearchResult:
    count_words()
    return search_cases(agent=agent, text=text, at=NOON, **options)  # type: ignore[arg-type]


def found(agent: Agent, text: str) -> list[Case]:
    return [hit.case for hit in search(agent, text).hits]


def test_the_index_takes_every_change_at_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'case_search_vector'")
        assert cursor.fetchone() == (["fastupdate=off"],)


def test_a_word_of_the_message_finds_the_case_whatever_its_form(elsa: Agent) -> None:
    case = make_case(text="Jag har beställt tre lampor men lådan var trasig.")
    make_case(text="När öppnar butiken?")

    assert found(elsa, "lampa") == [case]
    assert found(elsa, "lampornas") == [case]
    assert found(elsa, "TRASIGA lådor") == [case]


def test_compounds_are_found_by_their_beginning_and_end(elsa: Agent) -> None:
    home = make_case(text="Hur bokar jag hemleverans?")
    notice = make_case(text="Jag fick aldrig något leveransbesked.")
    make_case(text="Fakturan stämmer inte.")
    count_words()

    assert set(found(elsa, "leverans")) == {home, notice}
    assert set(found(elsa, "leveranser")) == {home, notice}


def test_new_words_are_known_when_the_message_is_committed(
    elsa: Agent, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        case = make_case(text="Fråga om golvlampan.")

    assert [hit.case for hit in search_cases(agent=elsa, text="lampa", at=NOON).hits] == [case]


def test_the_word_itself_comes_before_its_compounds(elsa: Agent) -> None:
    word = make_case(subject="Hej", text="Fråga om leverans")
    make_case(subject="Hej", text="Fråga om hemleverans")
    count_words()

    assert found(elsa, "leverans")[0] == word


def test_letters_with_rings_and_dots_are_letters_of_their_own(elsa: Agent) -> None:
    case = make_case(text="Ska vi ta båten över ån?")
    make_case(text="Ska vi ta baten?")

    assert found(elsa, "båt") == [case]
    assert found(elsa, "BÅTEN") == [case]
    assert found(elsa, "ba\u030aten") == [case]


def test_soft_hyphens_and_decomposed_letters_do_not_hide_a_word(elsa: Agent) -> None:
    case = make_case(text="Min leve\u00adrans till A\u030are är sen.")

    assert found(elsa, "leverans åre") == [case]


def test_a_case_number_comes_first_with_or_without_dash(elsa: Agent) -> None:
    case = make_case(text="Hej")
    follow_up = make_case(text=f"Det gäller fortfarande {case}.")

    for written in (str(case), str(case).replace("-", ""), f" #{case} "):
        result = search(elsa, written)
        assert [hit.case for hit in result.hits][:1] == [case]
        assert result.hits[0].reason == "number"
    assert follow_up in found(elsa, str(case))


def test_name_and_address_of_the_customer_find_the_case(elsa: Agent) -> None:
    case = make_case(customer=make_customer("Maja Öberg", "maja.oberg@posten.example"), text="Hej")
    make_case(customer=make_customer("Per Öman", "per@annan.example"), text="Hej")

    for written in ("maja.oberg@posten.example", "MAJA.OBERG@posten.example", "maja.oberg", "posten.example", "öberg"):
        assert found(elsa, written) == [case], written
    assert found(elsa, "från:maja") == [case]
    assert found(elsa, "from:posten.example") == [case]
    assert search(elsa, "öberg").hits[0].reason == "person"


def test_a_field_is_searched_alone(elsa: Agent) -> None:
    make_case(customer=make_customer("Per Öman"), subject="Hej", text="Maja bad mig skriva om bordet.")
    wanted = make_case(customer=make_customer("Maja Berg"), subject="Om bordet", text="Hej")

    assert found(elsa, "från:maja") == [wanted]
    assert found(elsa, "ämne:bord") == [wanted]
    assert len(found(elsa, "maja")) == 2


def test_all_words_must_be_there_and_excluded_ones_not(elsa: Agent) -> None:
    both = make_case(text="Stolen och bordet kom i går.")
    make_case(text="Bordet kom i går.")
    scratched = make_case(text="Stolen och bordet är repade.")

    assert set(found(elsa, "stol bord")) == {both, scratched}
    assert found(elsa, "stol bord -repad") == [both]


def test_a_phrase_stands_in_that_order(elsa: Agent) -> None:
    case = make_case(text="Jag vill ha pengarna tillbaka nu.")
    make_case(text="Ge tillbaka bordet, inte pengarna.")

    assert found(elsa, '"pengarna tillbaka"') == [case]
    assert found(elsa, "”pengarna tillbaka") == [case]
    assert len(found(elsa, "pengarna tillbaka")) == 2


def test_order_numbers_and_hyphenated_words_are_found_as_written(elsa: Agent) -> None:
    case = make_case(text="Order NL-20260311 via e-post, se https://nordljus.example/o/77123?x=1.")

    for written in ("NL-20260311", "nl20260311 "[:2] + " 20260311", "20260311", "e-post", "77123", "nordljus.example"):
        assert found(elsa, written) == [case], written


def test_notes_and_answers_are_found(elsa: Agent) -> None:
    case = make_case(text="Hej")
    add_note(case=case, html="<p>Kontrollera serienumret hos verkstaden.</p>", by=elsa, at=NOON)
    reply_to_case(case=case, html="<p>Vi skickar en hantverkare.</p>", recipients={"to": ["a@b.se"]}, by=elsa, at=NOON)

    note = search(elsa, "verkstad").hits[0]
    assert (note.case, note.reason) == (case, "note")
    assert "<mark>verkstaden</mark>" in note.snippet_html
    assert found(elsa, "hantverkare") == [case]


def test_a_withdrawn_reply_is_not_found(elsa: Agent) -> None:
    case = make_case(text="Hej")
    entry = reply_to_case(case=case, html="<p>Oerhört pinsamt</p>", recipients={"to": ["a@b.se"]}, by=elsa, at=NOON)

    withdraw_reply(entry=entry, by=elsa, at=NOON)

    assert found(elsa, "pinsamt") == []


def test_filters_of_queue_status_tag_and_assignee_narrow_the_search(elsa: Agent) -> None:
    returns = make_queue("Returer och reklamationer")
    case = make_case(returns, text="Soffan är trasig")
    other = make_case(text="Soffan är fin")
    change_tags(case=case, tags=["Återköp"], by=elsa, at=NOON)

    assert found(elsa, "soffa kö:returer") == [case]
    assert found(elsa, "soffa -kö:returer") == [other]
    assert found(elsa, 'kö:"Returer och reklamationer"') == [case]
    assert found(elsa, "tagg:återköp") == [case]
    assert found(elsa, "soffa -tag:återköp") == [other]
    assert set(found(elsa, "is:open soffa")) == {case, other}
    assert set(found(elsa, "ansvarig:ingen")) == {case, other}
    assert found(elsa, "assignee:me soffa") == []
    change_status(case=case, status=Case.Status.RESOLVED, by=elsa, at=NOON)
    assert found(elsa, "status:löst soffa") == [case]
    assert found(elsa, "status:löst") == [case]
    assert found(elsa, "status:öppen soffa") == [other]


def test_an_unknown_filter_says_so_and_finds_nothing(elsa: Agent) -> None:
    make_case(text="Soffan")

    result = search(elsa, "soffan kö:finnsinte")

    assert result.hits == []
    assert any("finnsinte" in note for note in result.notes)


def test_a_moved_case_is_found_in_its_new_queue(elsa: Agent) -> None:
    case = make_case(text="Soffan")
    move_case(case=case, queue=make_queue("Transport"), by=elsa, at=NOON)

    assert found(elsa, "soffan kö:transport") == [case]


def test_an_agent_never_finds_what_they_may_not_see(elsa: Agent) -> None:
    closed = make_team()
    secret_queue = make_queue("Personskador", teams=(closed,), is_restricted=True)
    secret = make_case(
        secret_queue, customer=make_customer("Hemlig Person", "hemlig@x.example"), text="Dolda ordet zink"
    )
    protected = make_case(text="Skyddade ordet zink")
    Case.objects.filter(pk=protected.pk).update(secrecy=Case.Secrecy.PROTECTED)
    insider = make_agent("Insatt", teams=(closed,))
    count_words()

    for written in (
        "zink",
        "hemlig@x.example",
        "hemlig",
        str(secret),
        str(protected),
        "kö:personskador",
        "zin",
        "-äpple",
    ):
        result = search(elsa, written)
        assert (result.hits, result.next) == ([], None), written
    unknown_queue = search(elsa, "kö:finnsinte").notes[0].replace("finnsinte", "X")
    assert search(elsa, "kö:personskador").notes[0].replace("personskador", "X") == unknown_queue
    assert found(insider, "zink") == [secret]


def test_hidden_cases_do_not_crowd_out_visible_ones(elsa: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lyhord.cases.search.matching.FETCHED_CASES", 3)
    visible = make_case(text="zink")
    for _number in range(7):
        hidden = make_case(text="zink")
        Case.objects.filter(pk=hidden.pk).update(secrecy=Case.Secrecy.PROTECTED)

    assert found(elsa, "zink") == [visible]


def test_ones_own_case_in_a_closed_queue_is_found(elsa: Agent) -> None:
    case = make_case(make_queue(is_restricted=True), text="zink")
    for _number in range(3):
        make_queue()
    Case.objects.filter(pk=case.pk).update(assignee=elsa)
    index_case(case=case)

    assert found(elsa, "zink") == [case]


def test_search_needs_its_permission() -> None:
    stranger = make_agent(role="agent")
    stranger.roles.clear()

    with pytest.raises(NotPermitted):
        search(stranger, "zink")


def test_details_of_a_protected_person_find_nothing() -> None:
    officer = make_agent(role="data_protection_officer")
    customer = make_customer("Gömd Gran", "gomd@x.example")
    customer.is_protected = True
    customer.save()
    case = make_case(customer=customer, text="Frågan gäller zink")
    hear_again(case, "mer zink")

    assert found(officer, "zink") == [case]
    for written in ("gran", "gomd@x.example", "från:gömd"):
        assert found(officer, written) == [], written


def test_hits_are_escaped_and_marked(elsa: Agent) -> None:
    make_case(subject="<b>Zink</b> & koppar", text='<script>alert(1)</script> zinken är "röd"')

    hit = search(elsa, "zink").hits[0]

    assert hit.title_html == "&lt;b&gt;<mark>Zink</mark>&lt;/b&gt; &amp; koppar"
    assert "<script" not in hit.snippet_html
    assert "<mark>zinken</mark>" in hit.snippet_html


def test_of_two_equal_cases_the_recent_comes_first(elsa: Agent) -> None:
    old = make_case(text="zink", at=NOON - timedelta(days=300))
    new = make_case(text="zink", at=NOON - timedelta(days=1))

    assert found(elsa, "zink") == [new, old]


def test_a_hit_in_the_subject_beats_a_mention_of_the_same_day(elsa: Agent) -> None:
    subject = make_case(subject="Zink", text="Hej")
    make_case(subject="Hej", text="Om koppar, mässing och zink")

    assert found(elsa, "zink")[0] == subject


def test_an_old_case_that_came_alive_is_recent(elsa: Agent) -> None:
    old = make_case(text="zink", at=NOON - timedelta(days=500))
    hear_again(old, "Nytt om zink", at=NOON)

    row = CaseSearch.objects.get(pk=old.pk)

    assert row.active_on == NOON.date()
    assert len([mark for mark in row.marks if mark.startswith("§e")]) == 1


def test_pages_follow_each_other_without_gap_or_repeat(elsa: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lyhord.cases.search.matching.RANKED_CASES", 5)
    cases = {make_case(text="zink", at=NOON - timedelta(days=40 * number)).pk for number in range(13)}

    seen, after = [], None
    for _page in range(20):
        result = search(elsa, "zink", limit=3, after=after)
        seen += [hit.case.pk for hit in result.hits]
        after = result.next
        if after is None:
            break

    assert len(seen) == 13
    assert set(seen) == cases


def test_the_whole_index_can_be_built_anew(elsa: Agent) -> None:
    case = make_case(text="Fråga om golvlampan.")
    hear_again(case, "Och om soffan.")
    before = CaseSearch.objects.get(pk=case.pk)
    CaseSearch.objects.all().delete()

    assert bulk_index() == Case.objects.count()

    assert found(elsa, "lampa soffa") == [case]
    assert CaseSearch.objects.get(pk=case.pk).marks == before.marks
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'case_search_vector'")
        assert cursor.fetchone() == (["fastupdate=off"],)


def test_a_monstrous_message_is_indexed_within_bounds(elsa: Agent) -> None:
    monster = " ".join(f"𝒳{number}{'ö' * 30}" for number in range(40_000)) + "zink" * 2_000_000
    case = make_case(text=monster)
    for number in range(4):
        hear_again(case, f"zink{number} " + monster[number * 100_000 :])

    assert found(elsa, "zink0") == [case]


def test_several_cases_take_no_more_queries_than_one(elsa: Agent, django_assert_num_queries: object) -> None:
    make_case(text="zink")
    search(elsa, "zink")
    with connection.execute_wrapper(_count := Counted()):
        search(elsa, "zink")
    one = _count.number
    for _number in range(5):
        make_case(text="zink")

    with connection.execute_wrapper(_count := Counted()):
        search(elsa, "zink")

    assert _count.number == one


class Counted:
    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204
        self.number += 1
        return execute(sql, params, many, context)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(
        st.text(max_size=120),
        st.lists(
            st.sampled_from(
                [
                    '"',
                    "-",
                    "kö:",
                    "från:",
                    "status:",
                    "tagg:",
                    "'",
                    "\\",
                    "&",
                    "|",
                    "!",
                    "(",
                    ")",
                    ":*",
                    "<->",
                    "zink",
                    "\x00",
                    "§o",
                    "§q1",
                    "@",
                    "a@b",
                    "1048-2273",
                    "99999999999999999999",
                    "\ud800",
                    "İ",
                    "ß",
                    "%",
                    "_",
                ]
            ),
            max_size=14,
        ).map("".join),
    )
)
def test_no_text_makes_search_fail(elsa: Agent, text: str) -> None:
    result = search(elsa, text)

    assert result.next is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.text(max_size=300))
def test_no_message_makes_indexing_fail(elsa: Agent, body: str) -> None:
    text = body.replace("\x00", "").encode("utf-8", "ignore").decode()
    case = make_case(subject=text[:300], text=text)
    hear_again(case, text)

    for hit in search(elsa, text[:60] or "x").hits:
        assert "<" not in hit.snippet_html.replace("<mark>", "").replace("</mark>", "")


def test_a_signature_and_a_quotation_do_not_make_a_case_a_hit(elsa: Agent) -> None:
    answered, asked = make_case(make_queue(signature="Nordljus leverans")), make_case(text="När kommer min leverans?")
    reply_to_case(case=answered, html="<p>Hej</p>", recipients={"to": ["a@example.com"]}, by=elsa, at=NOON)
    quoting = "Tack\n\n> Hej\n> Nordljus leverans"
    receive = a_message(answered.customer, quoting, reply_text="Tack", references="<svar@nordljus.example>")
    receive_in_case(case=answered, message=receive, by=SYSTEM)

    assert found(elsa, "leverans") == [asked]


def test_what_a_customer_forwards_is_found(elsa: Agent) -> None:
    forwarded = make_case(text="Se nedan\n\n> Fraktsedel 4711", reply_text="Se nedan")

    assert found(elsa, "fraktsedel") == [forwarded]
