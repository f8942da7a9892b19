"""What is wrong with conditions beside statute: weaker for the client, beyond what is allowed, or no longer law."""

import re
from collections.abc import Iterator

from nakomen.law.tables import dutch
from nakomen.terms.facts import Fact
from nakomen.terms.flaws import Flaw, Said, distinct, meet, said
from nakomen.terms.inside import same_forms
from nakomen.terms.quantities import quantity
from nakomen.terms.statute import Act, Statute, StatuteNorm
from nakomen.terms.texts import Clause, Terms
from nakomen.terms.words import listed, word

_BOUNDS = {"at_most": "ten hoogste ", "at_least": "ten minste ", "exact": ""}


def against_statute(terms: Terms, statute: Statute) -> Iterator[Flaw]:
    """Everything in the set that clashes with statute of its regime."""
    for clause in terms.clauses.values():
        yield from _acts(terms, clause, statute)
    stated = list(said(terms))
    for one in stated:
        for norm in statute.on(one.fact.subject, terms.regime):
            for law in norm.facts:
                if meet(one.fact, law):
                    yield from _flaws(terms, one, norm, law, stated)


def _flaws(terms: Terms, one: Said, norm: StatuteNorm, law: Fact, stated: list[Said]) -> Iterator[Flaw]:
    here, against = terms.full_id(one.clause.id), (norm.full_id,)
    about = word(one.fact.subject)
    if _weaker(one.fact, law):
        allowed = f"{_BOUNDS.get(str(law.bound), '')}{word(str(law.value))}"
        text = f"Voor {about} staat hier {word(str(one.fact.value))}; {norm.source} zegt {allowed}."
        yield Flaw(here, "number", text, against)
    if one.fact.form and law.form and not same_forms(one.fact, law):
        text = f"Voor {about} staat hier {listed(one.fact.form, 'of')}; {norm.source} zegt {listed(law.form, 'of')}."
        yield Flaw(here, "form", text, against)
    if one.fact.basis and law.basis and one.fact.basis != law.basis:
        text = f"Hier gaat {about} {word(one.fact.basis)}; sinds {norm.source} is dat {word(law.basis)}."
        yield Flaw(here, "obsolete", f"{text} De grondslag is verouderd.", against)
    if wrong := [*_grounds(one, law, stated), *_requirements(one.fact, law)]:
        yield Flaw(here, "right", f"Over {about}, naast {norm.source}: {'; '.join(wrong)}.", against)


def _weaker(fact: Fact, law: Fact) -> bool:
    """Whether the clause's value goes beyond the bound that statute sets."""
    if not fact.value or not law.value or law.bound is None or fact.value == "statutory":
        return False
    here, there = quantity(fact.value), quantity(law.value)
    if there is None:
        return fact.value != law.value
    if here is None:
        return False
    if here.measure != there.measure or law.bound == "exact":
        return not here.same_as(there)
    return here.more_than(there) if law.bound == "at_most" else there.more_than(here)


def _grounds(one: Said, law: Fact, stated: list[Said]) -> Iterator[str]:
    if one.fact.grounds is None or law.grounds is None:
        return
    if law.bound in ("ceiling", "exact") and (beyond := set(one.fact.grounds) - set(law.grounds)):
        yield f"ruimer dan de wet toelaat door {listed(sorted(beyond))}"
    # Clauses may share out the grounds of one right: only the first of them answers for what all of them lack.
    sharing = [other for other in stated if other.fact.grounds is not None and meet(other.fact, law)]
    given = {ground for other in sharing for ground in other.fact.grounds or ()}
    lacking = [ground for ground in law.grounds if ground not in given]
    if law.bound in ("floor", "exact") and lacking and sharing[0].clause is one.clause:
        yield f"krapper dan de wet, want er ontbreekt: {listed(lacking)}"


def _requirements(fact: Fact, law: Fact) -> Iterator[str]:
    if fact.requires is None or law.requires is None:
        return
    if law.bound in ("floor", "exact") and (extra := [need for need in fact.requires if need not in law.requires]):
        yield f"krapper dan de wet, want er is extra nodig: {listed(extra)}"
    if law.bound in ("ceiling", "exact") and (fewer := [need for need in law.requires if need not in fact.requires]):
        yield f"ruimer dan de wet toelaat, want hier is niet nodig: {listed(fewer)}"


def _acts(terms: Terms, clause: Clause, statute: Statute) -> Iterator[Flaw]:
    """Acts of parliament that a clause relies on but that are repealed, or that nobody knows."""
    here = terms.full_id(clause.id)
    cited = [act for fact in clause.facts for act in fact.acts]
    named = [act.id for act in statute.acts.values() if act.repealed and _names(clause, act)]
    norms = [norm.full_id for fact in clause.facts for norm in statute.on(fact.subject, terms.regime)]
    for key in distinct((*cited, *named)):
        act = statute.acts.get(key)
        if act is None:
            yield Flaw(here, "citation", f"{clause.id} noemt een wet die niet bekend is: {key}.")
        elif act.repealed:
            now = f"; in de plaats daarvan kwam {act.successor}" if act.successor else ""
            text = f"{clause.id} steunt op de {act.name}, die sinds {dutch(act.repealed)} niet meer geldt{now}."
            yield Flaw(here, "repealed", text, distinct(norms))


def _names(clause: Clause, act: Act) -> bool:
    parts = [clause.title, clause.summary, clause.text, clause.holds, clause.shows, clause.scope]
    labels = [*(entry.label for entry in clause.contents), *(entry.label for entry in clause.items)]
    words = " ".join(part for part in (*parts, *labels) if part)
    return any(re.search(rf"\b{re.escape(name)}\b", words, re.IGNORECASE) for name in (act.name, *act.aliases))
