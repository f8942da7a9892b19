"""Reference pages on the conditions: clauses, settings, glossary."""

from docs.generate.markdown import code, codes, page, table
from docs.generate.source import sets
from docs.generate.words import above
from nakomen.norms.model import NormSet
from nakomen.terms.coverage import coverage
from nakomen.terms.packaged import packaged_statute, register
from nakomen.terms.texts import Setting, Terms

#: Words of the product itself, beside those that the conditions define.
OWN_WORDS = (
    (
        "handeling",
        "act",
        "Something that happened between client and provider and that matters; recorded once, never changed.",
    ),
    ("stand", "standing", "What stands between client and provider on a day, computed from the acts known by then."),
    ("norm", "norm", "A clause, or an article of statute, as data that the engine runs."),
    ("plicht", "duty", "What one side must do, from when, by when, and what does it."),
    ("bevoegdheid", "power", "What one side may do, and what that requires."),
    ("bevinding", "finding", "Something that is wrong with what happened."),
    ("verschuldigde", "bearer", "Who must do a duty."),
    ("gerechtigde", "toward", "To whom a duty is owed."),
    ("aanleiding", "trigger", "The act that opens a duty."),
    ("termijn", "term", "The time within which a duty is to be done; `due` is its last day."),
    ("vervallen", "lapsed", "A duty whose ground fell away before it was done."),
    ("niet te bepalen", "undetermined", "A fact or a judgement is missing; `missing` names it."),
    ("open norm", "open norm", "A term that the clause leaves open, such as 'soon'; a setting fills it."),
    ("oordeel", "judgement", "What the conditions leave to the provider, so that a setting says it."),
    ("lezing", "reading", "How the product reads a text that leaves room."),
    (
        "kwitantie",
        "receipt",
        "What is needed to compute a standing again: the norms, the engine, the acts and both moments.",
    ),
    ("mantelzorger", "carer", "Who cares for the client outside a profession."),
    ("zorgverlener", "caregiver", "Who gives the care on behalf of the provider."),
    ("vertegenwoordiging", "representation", "Acting for a client who cannot decide in a matter."),
    ("wilsbekwaam", "capable", "Able to decide in a matter."),
    ("tariefplafond", "cap", "The most that may be charged."),
    ("herinnering", "reminder", "The message after a lapsed payment term that gives a second one."),
    ("eigen bijdrage", "own contribution", "What the client pays by law, collected by the CAK."),
    ("vervolgindicatie", "follow-up indication", "The decision that is to follow an indication decision that ends."),
    ("nabestaande", "relative", "Family after the client's death."),
    ("no-show", "missed visit", "The client was not there and had not cancelled."),
    ("meldcode", "reporting code", "The five steps at a suspicion of domestic violence or child abuse."),
    ("toezichthouder", "supervisor", "Who oversees care or social support."),
)


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
    parts = [
        above("glossary"),
        "## Words of the product\n\n" + table(("Dutch", "English", "meaning"), sorted(OWN_WORDS)),
    ]
    for terms, _ in sets():
        rows = [(term.nl, term.en, term.meaning, code(term.clause)) for term in terms.vocabulary.values()]
        parts.append(f"## Words that {terms.name} defines\n\n{table(('Dutch', 'English', 'meaning', 'clause'), rows)}")
    return page("Glossary", *parts)
