"""A set of conditions as typed data: its clauses in words, their comparable facts, the settings that they leave open.

The executable norms of a clause stand in the same table; they are passed on untouched in `Clause.norms`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import cast

from nakomen.terms.facts import FACT, Fact, read_facts
from nakomen.terms.quantities import quantity
from nakomen.terms.shapes import Checker, Shape, Table, anything, day, flag, one_of, parse, text, text_or_texts, texts

KINDS = (
    "definition", "scope", "precedence", "duty", "condition", "power",
    "information", "content", "claim", "prohibition", "rule", "consequence",
)  # fmt: skip
BEARERS = ("provider", "client", "both", "representative", "municipality", "dispute_body")
NORM_KEYS = frozenset({"duty", "power", "finding", "rule", "ends", "retention"})
"""Keys of a clause's table that hold executable norms: the engine reads and checks those itself."""


@dataclass(frozen=True, slots=True)
class Term:
    """A definition of the conditions: the Dutch term, its English name in code, and what it means."""

    key: str
    nl: str
    en: str
    meaning: str
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article: its heading, what it is about, and the lists that its opening words introduce."""

    id: str
    title: str
    subjects: tuple[str, ...] = ()
    introduces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """Something that a document (agreement, plan, report of a talk) must hold; `only_if` says when, in Dutch."""

    key: str
    document: str
    label: str
    only_if: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist of a clause: the home check, the exclusion criteria, the steps of the reporting code."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One row of the clause register.

    `bearer` is None where the row binds nobody; `carried` names the kinds of norm that must run for it; `norms` is left
    to the engine.
    """

    id: str
    kind: str
    bearer: str | None
    title: str
    summary: str
    facts: tuple[Fact, ...] = ()
    topic: str | None = None
    text: str | None = None
    contents: tuple[Content, ...] = ()
    items: tuple[Item, ...] = ()
    register: str | None = None
    holds: str | None = None
    page: str | None = None
    shows: str | None = None
    vocabulary: tuple[str, ...] = ()
    scope: str | None = None
    precedence: str | None = None
    detrimental: bool = False
    carried: tuple[str, ...] = ()
    norms: Mapping[str, object] = field(default_factory=dict)

    @property
    def article(self) -> str:
        """The number of the article that the clause belongs to."""
        return self.id.split(".", 1)[0]


@dataclass(frozen=True, slots=True)
class Setting:
    """An open norm or a choice of the provider, with its default (a duration as text, a choice, or a flag).

    `judgement` says that the conditions leave it open; `fixed` that they do not, so that it cannot be set.
    """

    name: str
    default: object
    clauses: tuple[str, ...]
    kind: str
    label: str
    judgement: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class ProviderFact:
    """A fact of the provider that clauses ask for (key `provider` of a case file)."""

    name: str
    default: object
    clauses: tuple[str, ...]
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Terms:
    """One published version of a set of conditions; `clauses` keeps the order of the register."""

    name: str
    title: str
    provider: str
    regime: str
    published: date
    language: str
    clauses: Mapping[str, Clause]
    articles: Mapping[str, Article]
    vocabulary: Mapping[str, Term]
    settings: Mapping[str, Setting]
    provider_facts: Mapping[str, ProviderFact]
    engine: Mapping[str, object]

    def full_id(self, clause: str) -> str:
        """The clause's id as it is cited outside the set: `wonder-2020/26.1`."""
        return f"{self.name}/{clause}"


_HEAD = {"name": text, "title": text, "provider": text, "regime": one_of("care", "social_support"), "published": day,
         "language": text}  # fmt: skip
_TABLES = ("clause", "article", "term", "setting", "fact_of_provider", "engine")
_TOP = Shape({**_HEAD, **dict.fromkeys(_TABLES, anything)}, (*_HEAD, "clause"))
_TERM = Shape({"nl": text, "en": text, "meaning": text, "clause": text}, ("nl", "en", "meaning"))
_ARTICLE = Shape({"title": text, "subjects": texts, "introduces": texts}, ("title",))
_CONTENT = Shape({"key": text, "document": one_of("plan", "agreement", "talk"), "label": text, "only_if": text},
                 ("key", "document", "label"))  # fmt: skip
_ITEM = Shape({"key": text, "label": text}, ("key", "label"))
_CLAUSE = Shape(
    {
        "kind": one_of(*KINDS), "bearer": one_of(*BEARERS), "title": text, "summary": text,
        **dict.fromkeys(("topic", "text", "register", "holds", "page", "shows", "scope"), text),
        "vocabulary": texts, "carried": texts, "precedence": one_of("statute"), "detrimental": flag,
        **dict.fromkeys(("fact", "content", "item"), anything),
    },
    ("kind", "title", "summary"),
)  # fmt: skip
_PAIRS = (("topic", "text"), ("register", "holds"), ("page", "shows"))
_SETTING = Shape({"name": text, "default": anything, "clause": text_or_texts, "label": text, "judgement": flag,
                  "fixed": flag, "kind": one_of("period", "choice", "flag")},
                 ("name", "default", "clause", "kind", "label", "judgement"))  # fmt: skip
_PROVIDER_FACT = Shape({"name": text, "default": anything, "clause": text_or_texts, "label": text,
                        "kind": one_of("texts", "dates", "postcodes", "flag", "text")},
                       ("name", "default", "clause", "kind", "label"))  # fmt: skip


def read_terms(data: bytes, *parts: bytes) -> Terms:
    """A set of conditions from its TOML file, with further parts of the same set merged in clause by clause.

    Raises TermsError, which lists every problem with the clause and what was expected there.
    """
    checker = Checker()
    tree = merge([parse(part, f"part {number}") for number, part in enumerate((data, *parts), 1)], checker)
    top = checker.table(tree, "set", _TOP)
    body: Table = tree if top is None else top
    clauses = _entries(body, "clause", _clause, checker)
    articles = _entries(body, "article", _article, checker)
    vocabulary = _entries(body, "term", _term, checker)
    settings = _rows(body, "setting", _SETTING, Setting, checker)
    provider_facts = _rows(body, "fact_of_provider", _PROVIDER_FACT, ProviderFact, checker)
    _check_defaults(settings, checker)
    _check_references(clauses, vocabulary, {**settings, **provider_facts}, checker)
    checker.done()
    return Terms(
        **{key: tree[key] for key in _HEAD},  # type: ignore[arg-type]  # the shape has checked each type
        clauses=MappingProxyType(clauses),
        articles=MappingProxyType(articles),
        vocabulary=MappingProxyType(vocabulary),
        settings=MappingProxyType(settings),
        provider_facts=MappingProxyType(provider_facts),
        engine=cast("Table", tree.get("engine", {})),
    )


def merge(parts: Iterable[Table], checker: Checker) -> dict[str, object]:
    """Parts of one set as one tree: tables are joined key by key; a key given twice with another value is a problem."""
    whole: dict[str, object] = {}
    for part in parts:
        _join(whole, part, "set", checker)
    return whole


def _join(into: dict[str, object], part: Table, where: str, checker: Checker) -> None:
    for key, value in part.items():
        present = into.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            into[key] = joined = dict(present)
            _join(joined, value, key if where == "clause" else where if where != "set" else key, checker)
        elif isinstance(present, list) and isinstance(value, list) and where == "set":
            into[key] = [*present, *value]
        elif present is not None and present != value:
            checker.add(where, key, "given in two parts of the set with another value")
        else:
            into[key] = value


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every plain value in nested tables and arrays, with the path to it (`duty.1.due`)."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value, 1):
            yield from leaves(item, f"{path}.{number}")
    else:
        yield path, value


def _entries[T](
    body: Table, name: str, read: Callable[[str, object, Checker], T | None], checker: Checker
) -> dict[str, T]:
    found = ((key, read(key, row, checker)) for key, row in checker.named(body.get(name, {}), name))
    return {key: entry for key, entry in found if entry is not None}


def _rows[T: (Setting, ProviderFact)](
    body: Table, name: str, shape: Shape, make: type[T], checker: Checker
) -> dict[str, T]:
    found: dict[str, T] = {}
    for row in checker.tables(body.get(name, []), name, shape):
        clause = row.pop("clause")
        entry = make(clauses=(clause,) if isinstance(clause, str) else tuple(clause), **row)
        if entry.name in found:
            checker.add(f"{name} {entry.name}", "name", "given twice")
        found[entry.name] = entry
    return found


def _article(key: str, value: object, checker: Checker) -> Article | None:
    row = checker.table(value, f"article {key}", _ARTICLE)
    if row is None:
        return None
    return Article(key, row["title"], tuple(row.get("subjects", ())), tuple(row.get("introduces", ())))


def _term(key: str, value: object, checker: Checker) -> Term | None:
    row = checker.table(value, f"term {key}", _TERM)
    return None if row is None else Term(key, **row)


def _clause(key: str, value: object, checker: Checker) -> Clause | None:
    row = checker.table(value, key, _CLAUSE, untouched=NORM_KEYS)
    if row is None:
        return None
    for one, other in _PAIRS:
        if (one in row) != (other in row):
            checker.add(key, other if one in row else one, f"{one} and {other} belong together")
    norms = {name: norm for name, norm in cast("Table", value).items() if name in NORM_KEYS}
    return Clause(
        id=key,
        bearer=row.pop("bearer", None),
        facts=read_facts(row.pop("fact", []), key, FACT, checker),
        contents=tuple(
            Content(**entry) for entry in checker.tables(row.pop("content", []), f"{key} content", _CONTENT)
        ),
        items=tuple(Item(**entry) for entry in checker.tables(row.pop("item", []), f"{key} item", _ITEM)),
        vocabulary=tuple(row.pop("vocabulary", ())),
        carried=tuple(row.pop("carried", ())),
        norms=MappingProxyType(norms),
        **row,
    )


def _check_defaults(settings: Mapping[str, Setting], checker: Checker) -> None:
    for name, setting in settings.items():
        default = setting.default
        if setting.kind == "flag" and not isinstance(default, bool):
            checker.add(f"setting {name}", "default", "expected true or false")
        if setting.kind == "period" and not (isinstance(default, str) and (default in settings or quantity(default))):
            expected = "expected a period (P30D, 5 WD) or the name of another setting"
            checker.add(f"setting {name}", "default", expected)


def _check_references(
    clauses: Mapping[str, Clause], vocabulary: Mapping[str, Term], open_norms: Mapping[str, Setting | ProviderFact],
    checker: Checker,
) -> None:  # fmt: skip
    """What one part of the set says of another must be there."""
    for clause in clauses.values():
        for term in clause.vocabulary:
            if term not in vocabulary:
                checker.add(clause.id, "vocabulary", f"{term} is not defined; expected the key of a term")
    for name, entry in open_norms.items():
        for cited in entry.clauses:
            if cited not in clauses:
                checker.add(name, "clause", f"{cited} is no clause of this set")
