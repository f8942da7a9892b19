"""Reference pages on the conditions: clauses, settings, glossary."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docs.generate.markdown import code, codes, page, table
from docs.generate.source import sets
from docs.generate.words import above
from nakomen.norms.model import NormSet
from nakomen.terms.coverage import coverage
from nakomen.terms.packaged import packaged_statute, register
from nakomen.terms.texts import Setting, Terms


def clauses_of(name: str) -> str:
    """The page of every clause of a set: its title and summary, and what carries it in the product."""
    terms, norms = next(pair for pair in sets() if pair[0].name == name)
    rows = {row.clause: row for row in coverage(terms, norms, register())}
    head = f"Conditions of {terms.provider}: *{terms.title}*, published on {terms.published}, in our own words."
    parts = [f"{head} {len(terms.clauses)} rows, each with its kind, who it binds, and what carries it."]
    for article, found in _articles(terms):
        heading = terms.articles[article].title if article in terms.articles else ""
        lines = []
        for clause in found:
            row = rows[terms.full_id(clause)]
            entry = terms.clauses[clause]
            lines.append(
                (code(clause), entry.title, entry.summary, entry.kind, entry.bearer or "-", ", ".join(row.carriers))
            )
        parts.append(f"## {article}. {heading}")
        parts.append(table(("clause", "title", "summary", "kind", "bearer", "carried by"), lines))
    return page(f"Clauses of {name}", *parts)


def _articles(terms: Terms) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for clause in terms.clauses.values():
        found.setdefault(clause.article, []).append(clause.id)
    return list(found.items())


def statute() -> str:
    """The page of the statutory norms."""
    rows = [
        (code(norm.full_id), norm.title, norm.summary, norm.source, codes([norm.subject]), ", ".join(norm.regime))
        for norm in packaged_statute().norms.values()
    ]
    acts = [
        (code(act.id), act.name, f"repealed on {act.repealed}; now {act.successor}" if act.repealed else "in force")
        for act in packaged_statute().acts.values()
    ]
    return page(
        "Statute",
        above("statute"),
        table(("norm", "title", "summary", "source", "subject", "regime"), rows),
        "## Acts that conditions may cite",
        table(("act", "name", "state"), acts),
    )


def settings() -> str:
    """The page of settings and of the facts that a provider states."""
    parts = [above("settings")]
    for terms, norms in sets():
        rows = [_setting(norms, setting) for setting in terms.settings.values()]
        head = ("setting", "default", "clauses", "judgement", "meaning")
        parts.append(f"## {terms.name}\n\n{table(head, rows)}")
        facts = [
            (code(fact.name), code(fact.default), codes(fact.clauses), fact.kind, fact.label)
            for fact in terms.provider_facts.values()
        ]
        head = ("key", "default", "clauses", "kind", "meaning")
        parts.append(f"Facts of the provider (`provider` in a case file):\n\n{table(head, facts)}")
    return page("Settings", *parts)


def _setting(norms: NormSet, setting: Setting) -> tuple[str, str, str, str, str]:
    value = str(setting.default).lower() if isinstance(setting.default, bool) else setting.default
    default = f"as {code(value)}" if value in norms.settings else code(value)
    judgement = "fixed by the clause" if setting.fixed else "yes" if setting.judgement else "no"
    return code(setting.name), default, codes(setting.clauses), judgement, setting.label


def glossary() -> str:
    """The page that ties each Dutch term to its English name in the code."""
    own = tomllib.loads(Path(__file__).with_name("glossary.toml").read_text())
    parts = [
        above("glossary"),
        "## Words of the product\n\n" + _words(own["of_the_product"], ("Dutch", "English", "meaning")),
        "## Words of care and support\n\n" + _words(own["of_the_field"], ("Dutch", "English", "meaning", "clauses")),
    ]
    for terms, _ in sets():
        rows = [(term.nl, term.en, term.meaning, code(term.clause)) for term in terms.vocabulary.values()]
        parts.append(f"## Words that {terms.name} defines\n\n{table(('Dutch', 'English', 'meaning', 'clause'), rows)}")
    return page("Glossary", *parts)


def _words(words: Mapping[str, Mapping[str, Any]], head: tuple[str, ...]) -> str:
    """A table by the Dutch word. Raises ValueError where a clause is none of the register."""
    if unknown := {clause for word in words.values() for clause in word.get("clauses", ())} - set(register()):
        raise ValueError(f"glossary.toml: no clause {sorted(unknown)}")
    rows = [(nl, word["en"], word["meaning"], codes(word.get("clauses", ()))) for nl, word in sorted(words.items())]
    return table(head, [row[: len(head)] for row in rows])
