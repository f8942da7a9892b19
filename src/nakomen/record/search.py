"""Search for clients by name, birth date, BSN or postcode, within what one may see."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact, GreaterThan

from nakomen.record.models import ClientCard, SearchWord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from nakomen.record.actors import Actor

LONGEST_WORD = 60
#: By name without regard to capitals. Not by the bare column: PostgreSQL would walk the index on it from A to Z, and
#: try client by client whether the search fits, instead of sorting the few that fit.
_IN_ORDER = Lower("name")
#: Beyond every letter, so that what starts with a prefix lies between the prefix and this.
_LAST = "\U0010ffff"
#: Letters that do not come apart into a letter and a mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


class QueryError(ValueError):
    """A search that cannot be carried out; `problems` pairs each field with what was expected, never a value."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: expected {expected}" for field, expected in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is looked for; everything given must fit. A postcode may be its four figures alone."""

    name: str | None = None
    birth_date: date | None = None
    bsn: str | None = None
    postcode: str | None = None
    number: str | None = None

    def fields(self) -> list[str]:
        """The names of what was given: what the access log may tell of a search."""
        return [name for name in ("name", "birth_date", "bsn", "postcode", "number") if getattr(self, name) is not None]


@dataclass(frozen=True, slots=True)
class Found:
    """A client as a list of results shows it; overdue is what the one who searches may see of it."""

    client: UUID
    number: str
    name: str
    birth_date: date | None
    postcode: str
    city: str
    status: str
    deceased: bool
    overdue_count: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of results by name; `after` asks for the next page, None where this is the last."""

    found: tuple[Found, ...]
    after: str | None


def words_of(name: str) -> list[str]:
    """The words of a name as they are searched for: without capitals, accents or signs, each once.

    >>> words_of("Zoë van 't Hoff-Müller")
    ['zoe', 'van', 't', 'hoff', 'muller']
    """
    apart = _folded(_folded(name))  # twice: what comes apart can have capitals of its own
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in words))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))


def search(actor: Actor, query: SearchQuery, now: datetime, limit: int = 50, after: str | None = None) -> Page:
    """The clients that fit and that the actor may find, by name; each one shown stands in the access log.

    Raises QueryError, or access.RefusedError where the actor may not search at all.
    """
    from nakomen.record import (  # access reaches, for the client's side, the copies that use this module
        access,
        counting,
    )

    wanted = conditions(query)
    access.require(actor, "client.search", None, now, subject=f"search {','.join(query.fields())}")
    mine = ClientCard.objects.filter(access.visible(actor, "client.search", now))
    rows = (
        mine.filter(wanted, _following(after, mine))
        .order_by(_IN_ORDER, "chain_id")
        .values_list(
            "chain_id", "number", "name", "birth_date", "postcode", "city", "status", "deceased", "overdue_count"
        )[: limit + 1]
    )
    found = tuple(Found(*row) for row in rows)
    shown = found[:limit]
    decisions = access.seen(actor, "client.search", [each.client for each in shown], now, "search result")
    counts = counting.waiting(decisions)
    shown = tuple(
        replace(each, overdue_count=counts[each.client].overdue) if each.client in counts else each for each in shown
    )
    return Page(shown, str(shown[-1].client) if len(found) > limit else None)


def conditions(query: SearchQuery) -> Q:
    """What a client's card must fit. Raises QueryError with everything that is wrong with the query."""
    problems: list[tuple[str, str]] = []
    parts = [
        _name(query.name, problems),
        Q() if query.birth_date is None else Q(birth_date=query.birth_date),
        _bsn(query.bsn, problems),
        _postcode(query.postcode, problems),
        # As people write it, with or without capitals: an exact one of few, so that an index can find it.
        Q() if query.number is None else Q(number__in={query.number, query.number.upper(), query.number.lower()}),
    ]
    if not query.fields():
        problems.append(("", "a name, a birth date, a BSN, a postcode or a client number"))
    if problems:
        raise QueryError(problems)
    whole = Q()
    for part in parts:
        whole &= part
    return whole


def _name(name: str | None, problems: list[tuple[str, str]]) -> Q:
    if name is None:
        return Q()
    words = words_of(name)
    if not any(len(word) > 1 for word in words):
        problems.append(("name", "at least two letters of a name"))
    wanted = Q()
    for word in words:
        starting = SearchWord.objects.filter(word__gte=word, word__lt=word + _LAST)
        wanted &= Q(chain_id__in=starting.values("chain_id"))
    return wanted


def _bsn(bsn: str | None, problems: list[tuple[str, str]]) -> Q:
    if bsn is None:
        return Q()
    from stdnum.nl import bsn as number  # imports much, so only where there is one to check

    from nakomen.record.copies import bsn_hash

    if not number.is_valid(bsn):
        problems.append(("bsn", "nine figures that pass the check of a BSN"))
        return Q()
    return Q(bsn_hash=bsn_hash(number.compact(bsn)))


def _postcode(postcode: str | None, problems: list[tuple[str, str]]) -> Q:
    if postcode is None:
        return Q()
    compact = postcode.replace(" ", "").upper()
    figures, letters = compact[:4], compact[4:]
    plain = figures.isascii() and figures.isdigit() and len(figures) == 4
    if not plain or (letters and not (letters.isascii() and letters.isalpha() and len(letters) == 2)):
        problems.append(("postcode", "four figures, or four figures and two letters"))
        return Q()
    if letters:
        return Q(postcode=compact)
    # A range and no LIKE: it uses the index in both databases, whatever the order of letters, since figures sort alike.
    return Q(postcode__gte=figures, postcode__lte=f"{figures}ZZ")


def _following(after: str | None, mine: QuerySet[ClientCard]) -> Q:
    """What comes after the last one of the page before. Raises QueryError where it names none that one may find."""
    if after is None:
        return Q()
    try:
        last = mine.filter(pk=UUID(after)).values_list(_IN_ORDER, "chain_id").first()
    except ValueError:
        last = None
    if last is None:
        raise QueryError([("after", "what the page before gave")])
    name, client = last
    return Q(GreaterThan(_IN_ORDER, Value(name))) | Q(Exact(_IN_ORDER, Value(name)), chain_id__gt=client)
