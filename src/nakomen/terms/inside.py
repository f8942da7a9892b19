"""What is wrong within one set of conditions: numbers, forms, references and lists that do not fit each other."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from nakomen.terms.facts import Cite, Fact
from nakomen.terms.flaws import Flaw, Said, conflicting, distinct, meet, said
from nakomen.terms.quantities import PERIOD, Quantity, amounts, quantity
from nakomen.terms.texts import Clause, Terms, leaves
from nakomen.terms.words import listed, word

_COVERS = {
    "written": {"letter", "email", "portal", "paper", "electronic"},
    "electronic": {"email", "portal"},
    "paper": {"letter"},
}
_ARTICLE = re.compile(r"\b[Aa]rtikel (\d+)\b(?!:)")


def inside(terms: Terms) -> Iterator[Flaw]:
    """Everything that clashes within the set itself."""
    stated = list(said(terms))
    yield from _numbers(terms, stated)
    yield from _forms(terms, stated)
    for clause in terms.clauses.values():
        yield from _summary(terms, clause)
        yield from _performed(terms, clause)
        yield from _citations(terms, clause)
    yield from _lists(terms, stated)


def _numbers(terms: Terms, stated: Sequence[Said]) -> Iterator[Flaw]:
    """Two clauses that state different values for the same thing; the one that stands alone is reported."""
    groups: dict[str, list[Said]] = defaultdict(list)
    for one in stated:
        if one.fact.value is not None:
            groups[one.fact.subject].append(one)
    for group in groups.values():
        for one in group:
            yield from _number(terms, one, group)


def _number(terms: Terms, one: Said, group: Sequence[Said]) -> Iterator[Flaw]:
    peers = [other for other in group if meet(one.fact, other.fact)]
    rivals = [other for other in peers if conflicting(str(one.fact.value), str(other.fact.value))]
    followed = [cite.clause for cite in one.fact.cites if cite.subject == one.fact.subject]
    led = [other for other in rivals if any(_within(other.clause.id, target) for target in followed)]
    if led:
        beside = f"zegt {listed(followed)} te volgen, maar daar staat {_values(led)}"
        yield _flaw(terms, one, rivals, "citation", beside)
        return
    # Who claims to follow another clause is no witness of its own against that clause.
    rivals = [other for other in rivals if not any(_within(one.clause.id, cite.clause) for cite in other.fact.cites)]
    if rivals and _outvoted(one, peers, rivals):
        yield _flaw(terms, one, rivals, "number", f"in {listed(_places(rivals))} staat {_values(rivals)}")


def _outvoted(one: Said, peers: Sequence[Said], rivals: Sequence[Said]) -> bool:
    """Fewer clauses agree than disagree; of two that stand alone the later is outvoted."""
    allies = [other for other in peers if not conflicting(str(one.fact.value), str(other.fact.value))]
    strongest = max(sum(1 for other in rivals if other.fact.value == rival.fact.value) for rival in rivals)
    if len(allies) != strongest:
        return len(allies) < strongest
    return peers.index(allies[0]) > peers.index(rivals[0])


def _flaw(terms: Terms, one: Said, rivals: Sequence[Said], kind: str, other_side: str) -> Flaw:
    text = f"{one.clause.id} noemt voor {word(one.fact.subject)} {word(str(one.fact.value))}; {other_side}."
    return Flaw(terms.full_id(one.clause.id), kind, text, tuple(map(terms.full_id, _places(rivals))))


def _places(rivals: Sequence[Said]) -> tuple[str, ...]:
    return distinct(other.clause.id for other in rivals)


def _values(rivals: Sequence[Said]) -> str:
    return listed(distinct(str(other.fact.value) for other in rivals))


def _forms(terms: Terms, stated: Sequence[Said]) -> Iterator[Flaw]:
    """Two clauses that allow different forms for the same act."""
    formal = [one for one in stated if one.fact.form]
    for place, one in enumerate(formal):
        for other in formal[place + 1 :]:
            if meet(one.fact, other.fact) and not same_forms(one.fact, other.fact):
                text = (
                    f"{one.clause.id} vraagt voor {word(one.fact.subject)}: {listed(one.fact.form, 'of')}; "
                    f"{other.clause.id} vraagt: {listed(other.fact.form, 'of')}."
                )
                yield Flaw(terms.full_id(one.clause.id), "form", text, (terms.full_id(other.clause.id),))


def same_forms(one: Fact, other: Fact) -> bool:
    """Whether each allows what the other allows; a letter is one way of doing something in writing."""
    return all(_allows(other, form) for form in one.form) and all(_allows(one, form) for form in other.form)


def _allows(fact: Fact, form: str) -> bool:
    narrower = _COVERS.get(form, set())
    return any(form == allowed or form in _COVERS.get(allowed, set()) or allowed in narrower for allowed in fact.form)


def _summary(terms: Terms, clause: Clause) -> Iterator[Flaw]:
    """A number in the words of a clause that its facts do not have, or the other way round."""
    told = amounts(f"{clause.title}. {clause.summary}")
    meant = [quantity(fact.value) for fact in clause.facts if fact.value]
    for lacking, where in ((_missing(told, meant), "de tekst"), (_missing(meant, told), "de regel")):
        if lacking:
            silent = "de regel" if where == "de tekst" else "de tekst"
            text = f"{clause.id}: {where} noemt {' en '.join(lacking)}, {silent} niet."
            yield Flaw(terms.full_id(clause.id), "number", text)


def _performed(terms: Terms, clause: Clause) -> Iterator[Flaw]:
    """A term in the executable norms of a clause that its facts, which state terms too, do not have."""
    meant = [quantity(fact.value) for fact in clause.facts if fact.value]
    done = [quantity(period) for _, leaf in leaves(clause.norms) for period in PERIOD.findall(str(leaf))]
    if any(term is not None and term.measure == "time" for term in meant) and (lacking := _missing(done, meant)):
        text = f"{clause.id}: de uitvoering rekent met {' en '.join(lacking)}, maar dat zegt de bepaling niet."
        yield Flaw(terms.full_id(clause.id), "number", text)


def _missing(these: Sequence[Quantity | None], those: Sequence[Quantity | None]) -> tuple[str, ...]:
    present = [that for that in those if that is not None]
    return distinct(str(this) for this in these if this is not None and not any(this.same_as(that) for that in present))


def _citations(terms: Terms, clause: Clause) -> Iterator[Flaw]:
    """References to a place that is not there, or that is about something else."""
    for cite in (cite for fact in clause.facts for cite in fact.cites):
        subjects = _subjects(terms, cite.clause)
        if subjects is None:
            yield _dangling(terms, clause, cite.clause)
        elif not any(_within(subject, cite.subject) for subject in subjects):
            against = (terms.full_id(cite.clause),)
            yield Flaw(terms.full_id(clause.id), "citation", _astray(terms, clause, cite), against)
    for number in distinct(_ARTICLE.findall(clause.summary)):
        if _subjects(terms, number) is None:
            yield _dangling(terms, clause, number)


def _dangling(terms: Terms, clause: Clause, target: str) -> Flaw:
    text = f"{clause.id} verwijst naar {target}, maar dat staat niet in deze voorwaarden."
    return Flaw(terms.full_id(clause.id), "citation", text, (terms.full_id(target),))


def _astray(terms: Terms, clause: Clause, cite: Cite) -> str:
    entry = terms.articles.get(cite.clause) or terms.clauses.get(cite.clause)
    about = f" ({entry.title})" if entry else ""
    meant = [article.id for article in terms.articles.values() if cite.subject in article.subjects]
    found = f" Dat staat in artikel {listed(meant)}." if meant else ""
    told = f"{clause.id} verwijst naar {cite.clause}{about} voor {word(cite.subject)}"
    return f"{told}, maar daar gaat het niet over.{found}"


def _subjects(terms: Terms, target: str) -> set[str] | None:
    """What a clause or article is about, with its parts; None when it is not there."""
    article = terms.articles.get(target)
    parts = [clause for clause in terms.clauses.values() if _within(clause.id, target)]
    if article is None and not parts:
        return None
    return {fact.subject for part in parts for fact in part.facts} | set(article.subjects if article else ())


def _within(inner: str, outer: str) -> bool:
    """Whether a dotted id or subject is the other or a part of it."""
    return inner == outer or inner.startswith(f"{outer}.")


def _lists(terms: Terms, stated: Sequence[Said]) -> Iterator[Flaw]:
    """Items of a list that no clause or article introduces, and introductions that nothing follows."""
    opened = {name: article.id for article in terms.articles.values() for name in article.introduces}
    opened |= {one.fact.introduces: one.clause.id for one in stated if one.fact.introduces}
    items: dict[str, list[str]] = defaultdict(list)
    for one in stated:
        if one.fact.item_of:
            items[one.fact.item_of].append(one.clause.id)
    for name, ids in items.items():
        if name not in opened:
            first = name if name in terms.clauses else ids[0]
            text = f"De opsomming {listed(ids)} heeft geen aanhef: nergens staat waarvan dit de onderdelen zijn."
            yield Flaw(terms.full_id(first), "list", text, tuple(terms.full_id(item) for item in ids if item != first))
    for name, place in opened.items():
        if name not in items:
            text = f"{place} kondigt een opsomming aan, maar er volgen geen onderdelen."
            yield Flaw(terms.full_id(place), "list", text)
