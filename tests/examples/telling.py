"""A standing, a power and a bill told in short lines, so that a person can hold them against the conditions.

`python -m tests.examples.telling` writes tests/cases/ anew; read the difference before you keep it.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from nakomen.acts.naming import name_acts, order
from nakomen.acts.reading import read_case
from nakomen.norms import answers, powers, rating
from nakomen.norms.standing import Case, Version, standing
from nakomen.terms.compiled import packaged_norms

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
EXAMPLES = ROOT / "examples"


def example(name: str) -> Case:
    """The case of an example file, which must read without problems."""
    case, problems = read_case((EXAMPLES / f"{name}.json").read_bytes())
    assert [str(problem) for problem in problems] == []
    assert case is not None
    acts = order(case.acts)
    norms = packaged_norms(case.terms[0].set)
    return Case([Version(norms)], list(zip(name_acts(acts), acts, strict=True)), case.settings, case.provider)


def told(name: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What a case file of tests/cases asks, with the answers of today."""
    case = example(name)
    return {
        "title": asked["title"],
        "standings": [
            {"as_of": part["as_of"], **_standing(case, date.fromisoformat(part["as_of"]))}
            for part in asked["standings"]
        ],
        "powers": [{**_question(part), **_power(case, part)} for part in asked["powers"]],
        "bills": [{"month": part["month"], **_bill(case, part["month"])} for part in asked["bills"]],
    }


def _standing(case: Case, day: date) -> dict[str, Any]:
    found = answers.standing(standing(case, day))
    agreement, plan, retention = found["agreement"], found["plan"], found["retention"]
    return {
        "agreement": _line(
            agreement["status"], since=agreement["since"], ends=agreement["ends_on"], by=agreement["clause"]
        ),
        "plan": _line(plan["status"], since=plan["since"]),
        "representation": [
            _line(who["act"], acts_in=" ".join(who["may_act_in"]) or "nothing") for who in found["representation"]
        ],
        "retention": _line(retention["until"] or "none", by=retention["clause"]),
        "balances": [_line(part["invoice"], open=part["open"], due=part["due"]) for part in found["balances"]],
        "duties": [_duty(row) for row in found["duties"]],
        "findings": [
            _line(item["clause"] or "-", what=item["what"], because=" ".join(item["because"]))
            for item in found["findings"]
        ],
    }


def _duty(row: dict[str, Any]) -> str:
    return _line(
        f"{_short(row['clause'])} {row['bearer']} {row['what']} {row['state']}",
        since=row["since"],
        due=row["due_at"] or row["due"],
        done=row["done_on"],
        closed=row["closed_on"],
        missing=" ".join(row["missing"]) or None,
        statute=row["statute"],
    )


def _short(clause: str) -> str:
    return clause if clause.startswith("statute/") else clause.rpartition("/")[2]


def _question(part: dict[str, Any]) -> dict[str, Any]:
    return {"power": part["power"], "params": part["params"], "as_of": part["as_of"]}


def _power(case: Case, part: dict[str, Any]) -> dict[str, Any]:
    s = case.state(date.fromisoformat(part["as_of"]), None)
    powers.check_parameters(s, part["power"], part["params"])
    found = answers.answer(powers.judge(s, part["power"], part["params"]))
    kept = ("allowed", "clauses", "unmet", "missing", "earliest_end", "amount", "cap", "parts", "from", "until")
    return {key: found[key] for key in kept if found.get(key) not in (None, [], {}) or key == "allowed"}


def _bill(case: Case, month: str) -> dict[str, Any]:
    last = date.fromisoformat(f"{month}-28")
    found = answers.bill(rating.bill(case.state(max([last, *(_day(act) for _, act in case.named)]), None), month))
    lines = [
        f"{line['act']} {line['for']} {line['payer']} {line['amount']} by {' '.join(line['clauses'])}"
        for line in found["lines"]
    ]
    left = [f"{item['act']} by {' '.join(item['clauses'])}: {item['why']}" for item in found["left_out"]]
    return {"lines": lines, "left_out": left, "totals": found["totals"]}


def _day(act: Any) -> date:
    return date.fromisoformat(act.on.isoformat()[:10])


def _line(head: str, **parts: str | None) -> str:
    return ", ".join([head, *(f"{name} {value}" for name, value in parts.items() if value is not None)])


def write() -> None:
    """Put the answers of today into every file of tests/cases."""
    for file in sorted(CASES.glob("*.json")):
        answer = told(file.stem, json.loads(file.read_text()))
        file.write_text(json.dumps(answer, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write()
