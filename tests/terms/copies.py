"""Copies of the packaged sets in which something has been changed, for tests that plant a fault or repair one."""

from dataclasses import replace

from nakomen.terms.packaged import source
from nakomen.terms.statute import Statute, read_statute
from nakomen.terms.texts import Terms, read_terms

type Change = tuple[str, str, str]
"""The clause (or the heading of any other table), what stands there, and what takes its place."""

MINIMAL = """
name = "small"
title = "Kleine voorwaarden"
provider = "Een aanbieder"
regime = "care"
published = 2024-02-29
language = "nl"
"""


def altered(name: str, *changes: Change) -> Terms:
    """A packaged set with each change made in the table of its clause; what is to be replaced must stand there once.

    The copy is without executable norms: what is planted stands in the words and the facts alone.
    """
    return without_norms(read_terms(_altered(source(name).decode(), changes)))


def without_norms(terms: Terms) -> Terms:
    """The set with its words and facts only."""
    return replace(terms, clauses={key: replace(clause, norms={}) for key, clause in terms.clauses.items()}, engine={})


def altered_statute(*changes: Change) -> Statute:
    """The packaged statute with each change made in the table of its norm."""
    return read_statute(_altered(source("statute").decode(), changes))


def small(*clauses: str) -> Terms:
    """A set of its own with the clauses given."""
    return read_terms((MINIMAL + "\n".join(clauses)).encode())


def clause(key: str, rest: str = "", *, summary: str = "Zo is het.", kind: str = "rule") -> str:
    """The table of one clause in TOML."""
    return f'[clause."{key}"]\nkind = "{kind}"\ntitle = "Bepaling"\nsummary = "{summary}"\n{rest}\n'


def _altered(text: str, changes: tuple[Change, ...]) -> bytes:
    for key, was, becomes in changes:
        start = _heading(text, key)
        end = text.find("\n[", start + 1)
        table = text[start : end if end >= 0 else len(text)]
        assert table.count(was) == 1, (key, was)
        text = text[:start] + table.replace(was, becomes) + text[start + len(table) :]
    return text.encode()


def _heading(text: str, key: str) -> int:
    headings = [f'\n[clause."{key}"]\n', f"\n[clause.{key}]\n", f"\n[{key}]\n"]
    found = [text.index(heading) for heading in headings if heading in text]
    assert len(found) == 1, key
    return found[0]
