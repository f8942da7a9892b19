"""A client's case as one person may see it: what rests on acts outside the areas of a decision is left out.

The API and the screens both show through this, so that neither tells more than the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nakomen.norms import answers
from nakomen.norms.standing import Standing, standing
from nakomen.record import ledger, standings
from nakomen.terms.explaining import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from nakomen.norms.duties import Duty
    from nakomen.norms.findings import Finding
    from nakomen.record.access import Decision


class Seen:
    """The case of a client as far as a decision opens it."""

    def __init__(self, decision: Decision, client: UUID) -> None:
        self.decision = decision
        self.acts = ledger.acts(client)
        self.conditions = standings.Conditions().of(self.acts)
        self.case = self.conditions.case(self.acts)
        self._kinds = {name: act.kind for name, act in self.case.named}
        self._about = {name: getattr(act, "act", None) for name, act in self.case.named}

    def sees(self, name: str | None) -> bool:
        """Whether an act, by its name, lies within the areas; what corrects another goes with that one."""
        kind = self._kinds.get(name or "")
        if kind is None:
            return self.decision.areas is None
        return self.decision.covers(kind, self._kinds.get(self._about[name or ""] or ""))

    def sees_all(self, names: Iterable[str]) -> bool:
        """Whether all of these acts lie within the areas."""
        return self.decision.areas is None or all(self.sees(name) for name in names)

    def scope(self) -> Scope | None:
        """What an explanation can tell; None for everything."""
        covers = self.decision.covers
        return None if self.decision.areas is None else Scope(self.sees_all, lambda kinds: all(map(covers, kinds)))

    def within(self, names: Iterable[str]) -> list[str]:
        """Those of these acts that lie within the areas."""
        return [name for name in names if self.decision.areas is None or self.sees(name)]

    def duties(self, found: Standing) -> list[Duty]:
        """The duties of a standing that lie within the areas."""
        return [row for row in found.duties if self.decision.covers(row.trigger.kind)]

    def findings(self, found: Standing) -> list[Finding]:
        """The findings of a standing that rest on nothing outside the areas."""
        return [item for item in found.findings if self.sees_all(item.because)]

    def part(self, name: str) -> bool:
        """Whether a part of a standing may be shown: a key of STANDS_ON, or `retention`, which rests on every act."""
        return self.decision.areas is None or (name in STANDS_ON and self.decision.covers(STANDS_ON[name]))

    def standing(self, day: date, known_on: datetime | None) -> dict[str, Any]:
        """The standing, without what lies outside the areas."""
        found = standing(self.case, day, known_on)
        shown = answers.standing(found)
        return shown if self.decision.areas is None else self._cut(shown, found)

    def _cut(self, shown: dict[str, Any], found: Standing) -> dict[str, Any]:
        covers = self.decision.covers
        opened = [covers(row.trigger.kind) for row in found.duties]
        duties = [told for told, open_ in zip(shown["duties"], opened, strict=True) if open_]
        for told in duties:
            told["because"] = self.within(told["because"])
        shown["duties"] = duties
        shown["findings"] = [told for told in shown["findings"] if self.sees_all(told["because"])]
        for part, kind in STANDS_ON.items():
            if not covers(kind):
                shown[part] = None
        # Both stand on every act: a term that others lengthen, a digest that changes with each of them.
        shown["retention"] = None
        shown["receipt"] = {name: value for name, value in found.receipt.items() if name != "acts"}
        return shown


STANDS_ON: Mapping[str, str] = {
    "agreement": "agreement.accepted",
    "plan": "plan.agreed",
    "representation": "client.representative_appointed",
    "balances": "invoice.sent",
}
"""Parts of a standing, each with the kind of act that it mostly stands on."""
