"""What differs between two versions of a set of conditions, in Dutch that a client understands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nakomen.terms.facts import Fact
from nakomen.terms.quantities import AMOUNT, PERIOD, quantity
from nakomen.terms.texts import Clause, Terms, leaves
from nakomen.terms.words import KINDS, listed, word

type Change = tuple[str, str, str, bool | None]
"""What changed, what it was, what it becomes, and whether those two are words for a client (None: nothing to add)."""

_VALUES = {"value": "", "basis": "de grondslag"}
_LISTS = {"form": "de vorm", "who": "voor wie het geldt", "grounds": "de gronden", "requires": "wat er nodig is"}
_TEXTS = ("title", "summary", "text", "holds", "shows", "scope")
_LABELS = {
    "kind": "het soort bepaling",
    "bearer": "wie eraan gebonden is",
    "title": "de titel",
    "summary": "de tekst",
    "text": "de uitleg",
    "topic": "het onderwerp",
    "register": "het register",
    "holds": "wat het register bevat",
    "page": "de pagina",
    "shows": "wat de pagina toont",
    "scope": "waarvoor het geldt",
    "precedence": "de voorrang",
}
_NORMS = {
    "duty": "de plicht",
    "power": "de bevoegdheid",
    "finding": "wat niet mag",
    "ends": "het einde",
    "retention": "de bewaartijd",
    "rule": "de rekenregel",
}
_PARTS = {
    "what": "wat er moet gebeuren",
    "on": "waardoor zij ontstaat",
    "when": "wanneer zij geldt",
    "if": "wanneer zij geldt",
    "due": "de termijn",
    "due_at": "de termijn",
    "excuse": "de uitzondering",
    "lapse": "wanneer zij vervalt",
    "suspend": "wanneer zij wacht",
    "fits": "wanneer eraan is voldaan",
    "amount": "het bedrag",
    "say": "de uitleg",
}
_NUMBER = re.compile(r"\b\d+(?:\.\d+)?\b")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `clause` is the id within the set, empty for the set as a whole or a setting.

    `kind` is `added`, `removed` or `changed`; `was` and `becomes` are in Dutch and empty where there is nothing to say;
    `detrimental` is true where the later version marks the clause as being to the client's detriment.
    """

    clause: str
    kind: str
    text: str
    was: str = ""
    becomes: str = ""
    detrimental: bool = False


def diff(old: Terms, new: Terms) -> tuple[Difference, ...]:
    """The differences from the one version to the other, in the order of the clauses; the same sets give none."""
    found: list[Difference] = list(_whole(old, new))
    for clause in {**new.clauses, **old.clauses}:
        found.extend(_clause(clause, old.clauses.get(clause), new.clauses.get(clause)))
    order = {clause: place for place, clause in enumerate({**old.clauses, **new.clauses})}
    return tuple(sorted(dict.fromkeys(found), key=lambda difference: order.get(difference.clause, -1)))


def _clause(key: str, old: Clause | None, new: Clause | None) -> Iterator[Difference]:
    if old is None and new is not None:
        yield Difference(key, "added", f"Nieuw: {key} ({new.title}). {new.summary}", "", new.summary, new.detrimental)
    elif new is None and old is not None:
        yield Difference(key, "removed", f"Vervallen: {key} ({old.title}). {old.summary}", old.summary)
    elif old is not None and new is not None and old != new:
        for change in _told_once(old, new):
            yield _changed(new, change)


def _changed(new: Clause, told: Change) -> Difference:
    what, was, becomes, shown = told
    change = f": was {was or 'niets'}, wordt {becomes or 'niets'}." if shown else " is gewijzigd."
    if shown is None:
        change = "."
    mark = " Dit is in het nadeel van de cliënt." if new.detrimental else ""
    return Difference(new.id, "changed", f"{new.id} ({new.title}): {what}{change}{mark}", was, becomes, new.detrimental)


def _told_once(old: Clause, new: Clause) -> Iterator[Change]:
    """The changes of a clause; a number that changes in the fact, the words and the norm alike is told once."""
    told: set[tuple[str, ...]] = set()
    for change in _facts(old, new):
        told.add(change[1:3])
        yield change
    for change in (*_norms(old.norms, new.norms), *_words(old, new)):
        # Parts of a rule that say nothing to a client are told by their name alone, and that once.
        key = change[1:3] if change[3] else change[:1]
        if key not in told:
            told.add(key)
            yield change


def _words(old: Clause, new: Clause) -> Iterator[Change]:
    for name, label in _LABELS.items():
        was, becomes = getattr(old, name), getattr(new, name)
        if was != becomes:
            amounts = _pairs(AMOUNT, was, becomes) if name in _TEXTS else []
            yield from amounts or [(label, _said(name, was), _said(name, becomes), True)]
    yield from _entries("een onderdeel", _labels(old), _labels(new))
    if old.vocabulary != new.vocabulary:
        yield "de begrippen", listed(old.vocabulary), listed(new.vocabulary), True
    if old.detrimental != new.detrimental:
        yield "de gevolgen voor de cliënt", _harm(old), _harm(new), True


def _harm(clause: Clause) -> str:
    return "in zijn nadeel" if clause.detrimental else "niet in zijn nadeel"


def _said(name: str, value: str | None) -> str:
    if value is None:
        return ""
    if name == "kind":
        return KINDS[value]
    return word(value) if name == "bearer" else f"‘{value}’"


def _labels(clause: Clause) -> dict[str, str]:
    contents = {
        f"{entry.document} {entry.key}": f"{entry.label} ({entry.only_if})" if entry.only_if else entry.label
        for entry in clause.contents
    }
    return contents | {entry.key: entry.label for entry in clause.items}


def _entries(what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for key in {**old, **new}:
        was, becomes = old.get(key, ""), new.get(key, "")
        if was != becomes:
            yield what, was and f"‘{was}’", becomes and f"‘{becomes}’", True


def _facts(old: Clause, new: Clause) -> Iterator[Change]:
    before, after = _by_subject(old), _by_subject(new)
    for key in {**before, **after}:
        was, becomes = before.get(key, Fact(key[0])), after.get(key, Fact(key[0]))
        for name, label in (_VALUES | _LISTS).items():
            one, other = _fact_said(was, name), _fact_said(becomes, name)
            if one != other:
                yield f"{word(key[0])}, {label}" if label else word(key[0]), one, other, True
        if (one := _references(was)) != (other := _references(becomes)):
            yield f"{word(key[0])}, de verwijzingen", one, other, True


def _by_subject(clause: Clause) -> dict[tuple[str, str | None, int], Fact]:
    """The facts by subject and variant, numbered where a clause says more than one thing on it."""
    found: dict[tuple[str, str | None, int], Fact] = {}
    for fact in clause.facts:
        number = sum(1 for subject, when, _ in found if (subject, when) == (fact.subject, fact.when))
        found[fact.subject, fact.when, number] = fact
    return found


def _fact_said(fact: Fact, name: str) -> str:
    value = getattr(fact, name)
    if name in _VALUES:
        return word(value) if value else ""
    return listed(value, "of" if name in ("form", "grounds") else "en") if value else ""


def _references(fact: Fact) -> str:
    places = [f"{cite.clause} over {word(cite.subject)}" for cite in fact.cites]
    opens = [f"aanhef van opsomming {fact.introduces}"] if fact.introduces else []
    item = [f"onderdeel van opsomming {fact.item_of}"] if fact.item_of else []
    return listed([*places, *fact.acts, *opens, *item])


def _norms(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    """Changes of the executable norms: whole ones that go or come, then terms, amounts and other parts that changed."""
    for key in {**old, **new}:
        gone, come = _apart(_rows(old.get(key)), _rows(new.get(key)))
        label = _NORMS.get(key, "de regel")
        if len(gone) == len(come):
            yield from _parts_changed({key: gone}, {key: come})
            continue
        if gone:
            yield f"{label} vervalt", "", "", None
        if come:
            yield f"{label} komt erbij", "", "", None


def _rows(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _apart(old: list[object], new: list[object]) -> tuple[list[object], list[object]]:
    """What stands in one list only."""
    return [row for row in old if row not in new], [row for row in new if row not in old]


def _parts_changed(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    """Terms and amounts in words; of any other change, which part of the rule it is in."""
    before, after = dict(leaves(old)), dict(leaves(new))
    for path in {**before, **after}:
        was, becomes = before.get(path), after.get(path)
        if was != becomes:
            label = _rule(path)
            numbers = _pairs(PERIOD, was, becomes, label) or _pairs(_NUMBER, was, becomes, label)
            shown = quantity(str(was)) is not None or quantity(str(becomes)) is not None
            yield from numbers or [(label, _leaf(was), _leaf(becomes), shown)]


def _rule(path: str) -> str:
    names = [name for name in path.split(".") if not name.isdigit()]
    rule, part = _NORMS.get(names[0], "de regel"), _PARTS.get(names[-1], "")
    return f"{rule}, {part}" if part else rule


def _pairs(pattern: re.Pattern[str], was: object, becomes: object, label: str = "de termijn") -> list[Change]:
    """The pairs of numbers that differ between two texts that are alike in all else."""
    one, other = str(was), str(becomes)
    if was is None or becomes is None or pattern.sub("", one) != pattern.sub("", other):
        return []
    found = zip(pattern.finditer(one), pattern.finditer(other), strict=True)
    return [(label, word(left[0]), word(right[0]), True) for left, right in found if left[0] != right[0]]


def _leaf(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return "" if value is None else word(str(value)) if quantity(str(value)) else str(value)


def _whole(old: Terms, new: Terms) -> Iterator[Difference]:
    for label, was, becomes in (
        ("De titel", old.title, new.title),
        ("De aanbieder", old.provider, new.provider),
        ("De datum van publicatie", f"{old.published}", f"{new.published}"),
    ):
        if was != becomes:
            yield Difference("", "changed", f"{label}: was {was}, wordt {becomes}.", was, becomes)
    yield from _named(_concepts(old), _concepts(new))
    yield from _named(_headings(old), _headings(new))
    yield from _named(_settings(old), _settings(new))


def _concepts(terms: Terms) -> dict[str, str]:
    return {f"Het begrip {term.nl}": f"‘{term.meaning}’" for term in terms.vocabulary.values()}


def _headings(terms: Terms) -> dict[str, str]:
    return {f"De kop van artikel {article.id}": f"‘{article.title}’" for article in terms.articles.values()}


def _settings(terms: Terms) -> dict[str, str]:
    return {setting.label: _leaf(setting.default) for setting in terms.settings.values()}


def _named(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    for label in {**old, **new}:
        was, becomes = old.get(label, ""), new.get(label, "")
        if was != becomes:
            kind = "added" if not was else "removed" if not becomes else "changed"
            yield Difference("", kind, f"{label}: was {was or 'niets'}, wordt {becomes or 'niets'}.", was, becomes)
