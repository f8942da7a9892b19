"""Search finds by name, birth date, BSN and postcode, only what one may see, and every client shown is logged."""

from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from nakomen.record import search, tenancy
from nakomen.record.access import RefusedError
from nakomen.record.actors import Actor
from nakomen.record.models import AccessEntry, ClientCard, Organisation, SearchWord
from nakomen.record.search import QueryError, SearchQuery, words_of
from tests.conftest import People, StaffMaker, actor
from tests.record.world import assign, register

CLIENTS = {
    "aleida": {"name": "Aleida van Voorbeeld-Zoetemelk", "bsn": "999990019", "postcode": "1011 AB"},
    "bernard": {"name": "Bernard Vóórbeeld", "birth_date": "1950-12-31", "postcode": "1011 ZZ"},
    "zoe": {"name": "Zoë Müller", "birth_date": "1950-12-31", "postcode": "1012 AA"},
    "anna": {"name": "Anna de Vries", "postcode": "9999 XK"},
}


@pytest.fixture
def clients(organisation: Organisation, people: People, now: datetime) -> dict[str, UUID]:
    """Four clients; the owner cares for three of them."""
    with tenancy.within(organisation.id):
        made = {key: register(now, **fields) for key, fields in CLIENTS.items()}
        for key in ("aleida", "bernard", "zoe"):
            assign(made[key], now, people.owner.code)
    return made


@pytest.fixture
def desk(staff: StaffMaker) -> Actor:
    """The client administration, which may find every client."""
    return actor(staff("administration"))


def found(organisation: Organisation, who: Actor, now: datetime, query: SearchQuery) -> list[str]:
    with tenancy.within(organisation.id):
        return [each.name.split()[0] for each in search.search(who, query, now).found]


# --- what fits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "fitting"),
    [
        ("voorbeeld", ["Aleida", "Bernard"]),
        ("VOORB", ["Aleida", "Bernard"]),
        ("vóór", ["Aleida", "Bernard"]),
        ("zoetemelk", ["Aleida"]),
        ("voorbeeld a", ["Aleida"]),
        ("zoe mull", ["Zoë"]),
        ("müller", ["Zoë"]),
        ("de vries", ["Anna"]),
        ("oorbeeld", []),
        ("voorbeeld anna", []),
        ("voorbeeldig", []),
    ],
)
def test_a_name_fits_by_the_first_letters_of_each_word(
    name: str, fitting: list[str], organisation: Organisation, clients: dict[str, UUID], desk: Actor, now: datetime
) -> None:
    assert found(organisation, desk, now, SearchQuery(name=name)) == fitting


@pytest.mark.parametrize(
    ("query", "fitting"),
    [
        (SearchQuery(birth_date=date(1950, 12, 31)), ["Bernard", "Zoë"]),
        (SearchQuery(birth_date=date(1950, 12, 31), name="voorbeeld"), ["Bernard"]),
        (SearchQuery(bsn="999990019"), ["Aleida"]),
        (SearchQuery(bsn="9999.90.019"), ["Aleida"]),
        (SearchQuery(bsn="999990020"), []),
        (SearchQuery(bsn="999990019", name="anna"), []),
        (SearchQuery(postcode="1011"), ["Aleida", "Bernard"]),
        (SearchQuery(postcode="1011ab"), ["Aleida"]),
        (SearchQuery(postcode="1011 ZZ"), ["Bernard"]),
        (SearchQuery(postcode="9999"), ["Anna"]),
        (SearchQuery(postcode="1011", name="bern", birth_date=date(1950, 12, 31)), ["Bernard"]),
    ],
)
def test_everything_that_is_given_must_fit(
    query: SearchQuery,
    fitting: list[str],
    organisation: Organisation,
    clients: dict[str, UUID],
    desk: Actor,
    now: datetime,
) -> None:
    assert found(organisation, desk, now, query) == fitting


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (SearchQuery(), ""),
        (SearchQuery(name="a"), "name"),
        (SearchQuery(name="?!"), "name"),
        (SearchQuery(name=""), "name"),
        (SearchQuery(bsn="123456789"), "bsn"),
        (SearchQuery(bsn="Aleida"), "bsn"),
        (SearchQuery(postcode="10"), "postcode"),
        (SearchQuery(postcode="1011 A"), "postcode"),
        (SearchQuery(postcode="١٠١١"), "postcode"),
    ],
)
def test_a_query_that_cannot_be_carried_out_says_which_field_and_no_value(
    query: SearchQuery, field: str, organisation: Organisation, desk: Actor, now: datetime
) -> None:
    with pytest.raises(QueryError) as error:
        found(organisation, desk, now, query)
    assert [place for place, _ in error.value.problems] == [field]
    assert "123456789" not in str(error.value)


# --- who finds ------------------------------------------------------------------------------------------------------


def test_one_finds_only_whom_one_may_see(
    organisation: Organisation,
    other_organisation: Organisation,
    clients: dict[str, UUID],
    people: People,
    now: datetime,
) -> None:
    everybody = SearchQuery(postcode="1011")
    assert found(organisation, actor(people.owner), now, everybody) == ["Aleida", "Bernard"]
    assert found(organisation, actor(people.owner), now, SearchQuery(name="anna")) == []
    assert found(organisation, actor(people.colleague), now, everybody) == []
    assert found(other_organisation, actor(people.stranger), now, everybody) == []


def test_who_may_not_search_is_refused(organisation: Organisation, staff: StaffMaker, now: datetime) -> None:
    for role in ("board", "functional_administrator"):
        with pytest.raises(RefusedError):
            found(organisation, actor(staff(role)), now, SearchQuery(name="aleida"))


def test_each_client_shown_is_logged_and_the_search_without_its_words(
    organisation: Organisation, clients: dict[str, UUID], people: People, now: datetime
) -> None:
    found(organisation, actor(people.owner), now, SearchQuery(name="voorbeeld", postcode="1011"))
    with tenancy.within(organisation.id):
        lines = AccessEntry.objects.filter(action="client.search").order_by("id")
        assert [(line.chain_id, line.subject) for line in lines[:1]] == [(None, "search name,postcode")]
        assert {(line.chain_id, line.ground) for line in lines[1:]} == {
            (clients["aleida"], "relation"),
            (clients["bernard"], "relation"),
        }
        assert not AccessEntry.objects.filter(subject__icontains="voorbeeld").exists()


def test_a_bsn_is_kept_as_a_hash_that_differs_between_organisations(
    organisation: Organisation, other_organisation: Organisation, clients: dict[str, UUID], now: datetime
) -> None:
    with tenancy.within(organisation.id):
        here = bytes(ClientCard.objects.get(pk=clients["aleida"]).bsn_hash)
    with tenancy.within(other_organisation.id):
        there = bytes(ClientCard.objects.get(pk=register(now, "Aleida", bsn="999990019")).bsn_hash)
    assert len(here) == 32
    assert here != there


# --- pages ----------------------------------------------------------------------------------------------------------


def test_pages_hold_everybody_once_in_order(
    organisation: Organisation, clients: dict[str, UUID], desk: Actor, now: datetime
) -> None:
    names, after = [], None
    with tenancy.within(organisation.id):
        for number in range(5):
            register(now, "Jan Jansen", postcode=f"1011 A{'BCDEG'[number]}")
        while True:
            page = search.search(desk, SearchQuery(postcode="1011"), now, limit=2, after=after)
            names += [each.client for each in page.found]
            after = page.after
            if after is None:
                break
    assert len(names) == len(set(names)) == 7


def test_a_page_after_what_one_may_not_find_is_no_page(
    organisation: Organisation, clients: dict[str, UUID], people: People, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        for after in (str(clients["anna"]), str(uuid4()), "anna"):
            with pytest.raises(QueryError) as error:
                search.search(actor(people.owner), SearchQuery(postcode="1011"), now, after=after)
            assert error.value.problems == (("after", "what the page before gave"),)


def test_a_page_of_many_asks_no_more_than_a_page_of_one(
    organisation: Organisation,
    clients: dict[str, UUID],
    desk: Actor,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenancy.within(organisation.id):
        for query in (SearchQuery(name="anna"), SearchQuery(postcode="1011")):
            with django_assert_num_queries(5):
                search.search(desk, query, now)


def test_a_prefix_is_found_through_the_index(
    organisation: Organisation, clients: dict[str, UUID], desk: Actor, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        plan = SearchWord.objects.filter(word__gte="voor", word__lt="voor\U0010ffff").values("chain_id").explain()
        if "SEARCH" in plan:  # SQLite tells of no index where it scans
            assert "word_by_letters" in plan
            assert "word>?" in plan


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Zoë van 't Hoff-Müller", ["zoe", "van", "t", "hoff", "muller"]),
        ("  d’Anjou  ", ["d", "anjou"]),
        ("Łukasz Østergård", ["lukasz", "ostergard"]),
        ("Strauß", ["strauss"]),
        ("İbrahim Işık", ["ibrahim", "isik"]),
        ("Jan Jan", ["jan"]),
        ("", []),
    ],
)
def test_words_are_folded(name: str, words: list[str]) -> None:
    assert words_of(name) == words


@given(st.text(max_size=200))
def test_folding_is_stable_and_every_word_can_be_kept(name: str) -> None:
    words = words_of(name)
    assert words_of(" ".join(words)) == words
    assert all(0 < len(word) <= search.LONGEST_WORD for word in words)
    assert len(set(words)) == len(words)
