"""Reading cases and acts from JSON: a typed value, or every problem at once, never an exception.

Nothing is guessed and nothing is skipped. Problems name the act, the field and what was expected, never the value.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from nakomen.acts.base import Act
from nakomen.acts.case import CaseFile, Problem, TermsRef
from nakomen.acts.reading_acts import Draft, draft
from nakomen.acts.reading_json import NotJsonError, Path, parse
from nakomen.acts.reading_links import check_links
from nakomen.acts.reading_values import Flaw, printable, read_date, read_text, read_value
from nakomen.acts.writing import write_act, write_case

__all__ = [
    "CaseFile",
    "Problem",
    "TermsRef",
    "read_act",
    "read_acts",
    "read_case",
    "read_provider",
    "write_act",
    "write_case",
]

_PARTS = ("terms", "provider", "settings", "acts")
_TERMS = ("set", "published", "in_force_from")
_CARE_LISTS = ("not_admitted", "contract_full", "no_expertise")
_PROVIDER = (*_CARE_LISTS, "instructed", "service_area", "registers")
_POSTCODES = re.compile(r"([1-9]\d{3})(?:-([1-9]\d{3}))?", re.ASCII)


def read_case(data: bytes) -> tuple[CaseFile | None, tuple[Problem, ...]]:
    """The case that the bytes hold, or all that is wrong with them: one of the two is empty."""
    try:
        given, repeated = parse(data)
    except NotJsonError as error:
        return None, (Problem("", "", str(error)),)
    if not isinstance(given, dict):
        return None, (Problem("", "", "a JSON object with terms and acts"),)
    words = f"no such part (the parts are {', '.join(_PARTS)})"
    flaws = [(printable(name), words) for name in given if name not in _PARTS]
    terms = _terms(given, flaws)
    provider = _provider(given.get("provider", {}), flaws)
    settings = _settings(given.get("settings", {}), flaws)
    drafts = _drafts(given, flaws)
    _note_repeated(repeated, drafts, flaws)
    problems = _problems(flaws, drafts)
    if problems:
        return None, problems
    return CaseFile(terms, provider, settings, tuple(each.act() for each in drafts)), ()


def read_acts(given: object, known: Iterable[Act | Draft] = ()) -> tuple[tuple[Act, ...] | None, tuple[Problem, ...]]:
    """The acts of a JSON list, which may point at each other and at `known` acts; or all that is wrong with them.

    Whoever has read the known acts from JSON a moment ago may hand in the drafts they were made from.
    """
    if not isinstance(given, Sequence) or isinstance(given, str | bytes):
        return None, (Problem("", "", "a list of acts"),)
    drafts = [draft(position, each) for position, each in enumerate(given, 1)]
    there = (act if isinstance(act, Draft) else draft(0, write_act(act)) for act in known)
    check_links([*there, *drafts])
    problems = _problems([], drafts)
    return (None, problems) if problems else (tuple(each.act() for each in drafts), ())


def read_act(given: object, known: Iterable[Act] = ()) -> tuple[Act | None, tuple[Problem, ...]]:
    """The one act of a JSON object, which may point at the `known` acts; or all that is wrong with it."""
    acts, problems = read_acts([given], known)
    return (acts[0] if acts else None), problems


def read_provider(given: object) -> tuple[Mapping[str, object], tuple[Problem, ...]]:
    """The facts of the provider, as `provider` of a case file holds them, and all that is wrong with them."""
    flaws: list[Flaw] = []
    facts = _provider(given, flaws)
    return facts, tuple(Problem("", field, words) for field, words in flaws)


# --- the parts of a case --------------------------------------------------------------------------------------------


def _terms(given: Mapping[str, object], flaws: list[Flaw]) -> tuple[TermsRef, ...]:
    terms = given.get("terms")
    if isinstance(terms, list) and terms:
        read = [_terms_ref(f"terms#{index}", each, flaws) for index, each in enumerate(terms, 1)]
        return tuple(each for each in read if each)
    name = _text(terms)
    if name is None:
        flaws.append(("terms", "the name of a set of conditions, or a list of sets with the date each was published"))
    return (TermsRef(name),) if name else ()


def _terms_ref(path: str, given: object, flaws: list[Flaw]) -> TermsRef | None:
    if not isinstance(given, dict):
        flaws.append((path, "an object with set and published, and in_force_from where it differs"))
        return None
    flaws += [(f"{path}.{printable(name)}", "no such field") for name in given if name not in _TERMS]
    name, published = _text(given.get("set")), _date(given.get("published"))
    if name is None:
        flaws.append((f"{path}.set", "the name of a set of conditions"))
    if published is None:
        flaws.append((f"{path}.published", "a date as YYYY-MM-DD"))
    in_force_from = _date(given.get("in_force_from"))
    if in_force_from is None and "in_force_from" in given:
        flaws.append((f"{path}.in_force_from", "a date as YYYY-MM-DD"))
    if published and in_force_from and in_force_from < published:
        flaws.append((f"{path}.in_force_from", "a date not before published"))
    return TermsRef(name, published, in_force_from) if name and published else None


def _provider(given: object, flaws: list[Flaw]) -> Mapping[str, object]:
    if not isinstance(given, dict):
        flaws.append(("provider", "an object of facts of the provider"))
        return {}
    return {name: _fact(name, value, flaws) for name, value in given.items()}


def _fact(name: str, value: object, flaws: list[Flaw]) -> object:
    path = f"provider.{printable(name)}"
    if name not in _PROVIDER:
        flaws.append((path, f"no such fact of the provider (the facts are {', '.join(_PROVIDER)})"))
    if name in _CARE_LISTS or name == "service_area":
        return _texts(path, value, flaws, area=name == "service_area")
    if name == "instructed":
        return _instructed(path, value, flaws)
    if name == "registers":
        return _plain_values(path, value, flaws)
    return None


def _texts(path: str, given: object, flaws: list[Flaw], *, area: bool) -> object:
    read, found = read_value(tuple[str, ...], given)
    flaws += [(path + inner, words) for inner, words in found]
    if area and isinstance(read, tuple):
        words = 'four digits of postcodes, or a range of them such as "8300-8326"'
        flaws += [(f"{path}#{index}", words) for index, each in enumerate(read, 1) if not _is_area(each)]
    return read


def _is_area(text: str) -> bool:
    found = _POSTCODES.fullmatch(text)
    return found is not None and found[1] <= (found[2] or found[1])


def _instructed(path: str, given: object, flaws: list[Flaw]) -> Mapping[str, object]:
    if not isinstance(given, dict):
        flaws.append((path, "an object of topics, each with the date of the instruction"))
        return {}
    _check_names(path, given, flaws)
    read = {name: _date(value) for name, value in given.items()}
    flaws += [(f"{path}.{printable(name)}", "a date as YYYY-MM-DD") for name, day in read.items() if day is None]
    return read


def _settings(given: object, flaws: list[Flaw]) -> Mapping[str, object]:
    return _plain_values("settings", given, flaws)


def _plain_values(path: str, given: object, flaws: list[Flaw]) -> Mapping[str, object]:
    if not isinstance(given, dict):
        flaws.append((path, "an object of names with a value each"))
        return {}
    _check_names(path, given, flaws)
    flaws += [
        (f"{path}.{printable(name)}", "text, true, false or a whole number")
        for name, value in given.items()
        if not isinstance(value, int) and _text(value) is None
    ]
    return given


def _check_names(path: str, given: Mapping[str, object], flaws: list[Flaw]) -> None:
    flaws += [(f"{path}.{printable(name)}", "a name that is not blank") for name in given if _text(name) is None]


def _drafts(given: Mapping[str, object], flaws: list[Flaw]) -> list[Draft]:
    acts = given.get("acts")
    if not isinstance(acts, list):
        flaws.append(("acts", "a list of acts"))
        return []
    drafts = [draft(position, each) for position, each in enumerate(acts, 1)]
    check_links(drafts)
    return drafts


def _text(given: object) -> str | None:
    try:
        return read_text(given)
    except ValueError:
        return None


def _date(given: object) -> date | None:
    try:
        return read_date(given)
    except ValueError:
        return None


# --- problems -------------------------------------------------------------------------------------------------------


def _note_repeated(repeated: Iterable[Path], drafts: Sequence[Draft], flaws: list[Flaw]) -> None:
    """Who gives a name twice in one object leaves open which of the two is meant."""
    for path in repeated:
        within = path[0] == "acts" and len(path) > 2 and isinstance(path[1], int)
        found = drafts[int(path[1])].flaws if within else flaws
        found.append((_dotted(path[2:] if within else path), "each name once in an object"))


def _dotted(path: Path) -> str:
    steps = (f"#{step + 1}" if isinstance(step, int) else f".{printable(step)}" for step in path)
    return "".join(steps).removeprefix(".")


def _problems(flaws: Iterable[Flaw], drafts: Sequence[Draft]) -> tuple[Problem, ...]:
    """All problems: those of the file, then those of each act in the file's order; by field within it."""
    return tuple(_of("", flaws)) + tuple(problem for each in drafts for problem in _of(each.name, each.flaws))


def _of(act: str, flaws: Iterable[Flaw]) -> Iterator[Problem]:
    return (Problem(act, field, words) for field, words in sorted(set(flaws)))
