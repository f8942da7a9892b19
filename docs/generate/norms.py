"""Reference pages on norms: every duty and every power."""

import re
from collections.abc import Sequence

from docs.generate.markdown import code, codes, page, table
from docs.generate.source import findings, sets, title_of
from docs.generate.words import above
from nakomen.norms.model import DutyNorm, NormSet, PowerNorm

SETTING = re.compile(r"setting\.(\w+)")
NAMED_SETTINGS = {"at_once(": "at_once", "due_of(": "payment_term", "month_end_after(": "invoice_within"}


def duties() -> str:
    """The page of every duty."""
    parts = [above("duties")]
    for terms, norms in sets():
        rows = [_duty(norm) for norm in norms.duty_list]
        head = ("clause", "title", "bearer → toward", "what", "opened by", "when", "term", "settings")
        parts.append(f"## {terms.name}\n\n{table(head, rows)}")
    return page("Duties", *parts)


def _duty(norm: DutyNorm) -> tuple[str, ...]:
    short = norm.clause if norm.clause.startswith("statute/") else norm.clause.partition("/")[2]
    return (
        code(short),
        title_of(norm.clause),
        f"{norm.bearer} → {norm.toward}",
        code(norm.what),
        codes(norm.on),
        code(norm.when.source) if norm.when else "",
        _term(norm),
        codes(_settings(norm)),
    )


def _term(norm: DutyNorm) -> str:
    own = norm.due or norm.due_at
    text = code(own.source) if own else ""
    if norm.statute is not None and norm.statute_due is not None:
        text = f"{code(norm.statute_due.source)} (*{norm.statute}*)" + (f"; the clause: {text}" if text else "")
    return (text or "none") + (" (open norm)" if norm.open_norm else "")


def _settings(norm: DutyNorm) -> list[str]:
    found: list[str] = []
    for expression in (norm.due, norm.due_at, norm.statute_due, norm.since):
        if expression is not None:
            found += SETTING.findall(expression.source)
            found += [name for mark, name in NAMED_SETTINGS.items() if mark in expression.source]
    return list(dict.fromkeys(found))


def all_powers() -> str:
    """The page of every power."""
    parts = [above("powers")]
    for terms, norms in sets():
        parts.append(f"## {terms.name}")
        parts += [_power(norms, name) for name in sorted(norms.powers)]
        checked = [
            (code(item.on), code(item.clause), item.say)
            for item in sorted(findings(norms), key=lambda item: (item.on, item.clause))
        ]
        head = ("act", "clause", "what the finding says")
        parts.append(f"### Findings of {terms.name}\n\n{above('findings')}\n\n{table(head, checked)}")
    return page("Powers and findings", *parts)


def _power(norms: NormSet, name: str) -> str:
    declared = norms.parameters.get(name, {})
    lines = [f"### {name}"]
    parameters = _parameters(declared)
    if parameters:
        lines.append(table(("parameter", "required", "values"), parameters))
    rows = [row for norm in norms.powers[name] for row in _requirements(norm)]
    lines.append(table(("clause", "about", "requires", "under clause", "test"), rows))
    return "\n\n".join(lines)


def _parameters(declared: object) -> list[tuple[str, str, str]]:
    table_ = dict(declared) if isinstance(declared, dict) else {}
    required = table_.get("required", [])
    conditional = table_.get("required_if", {})
    rows = []
    for name, values in table_.get("params", {}).items():
        shown = (
            codes(str(value).lower() if isinstance(value, bool) else value for value in values)
            if isinstance(values, list)
            else values
        )
        when = "yes" if name in required else f"where {code(conditional[name])}" if name in conditional else "no"
        rows.append((code(name), when, shown))
    return rows


def _requirements(norm: PowerNorm) -> list[Sequence[str]]:
    about = code(norm.when.source) if norm.when else "always"
    if norm.alternative:
        about += " (alternative)"
    clause = codes([norm.clause, *norm.also])
    if not norm.require:
        return [(clause, about, "nothing", "", "")]
    rows: list[Sequence[str]] = []
    for number, part in enumerate(norm.require):
        only = f", only if {code(part.only_if.source)}" if part.only_if else ""
        head = (clause, about) if number == 0 else ("", "")
        rows.append((*head, code(part.what), code(part.clause), f"{code(part.test.source)}{only}"))
    return rows
