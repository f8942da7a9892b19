"""The form with which an agreement is made: who said yes on which day, and who signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from nakomen.acts import labels
from nakomen.norms.signing import who_accepts
from nakomen.web.desk.guided import fields

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from nakomen.norms.state import State
    from nakomen.web.desk.asking import Desk

ACCEPTED = "agreement.accepted"
SIGNED = "agreement.signed"


class SignForm(forms.Form):
    """Who said yes, and who signed; of an agreement that is there already only the signatures that lack."""

    use_required_attribute = False

    def __init__(
        self,
        asked: Desk,
        s: State,
        *,
        accepted: bool,
        signed: AbstractSet[str],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.accepted = accepted
        who = who_accepts(s)
        lang = asked.language
        if not accepted:
            choices = [(side, labels.choice_label(ACCEPTED, "by", side, lang)) for side in ("client", "representative")]
            self.fields["by"] = fields.several(_("Who said yes to the offer?"), choices, required=True, initial=who)
        day = _("Day of the signatures") if accepted else _("Day of the yes and of the signatures")
        self.fields["on"] = fields.day(day, latest=asked.today)
        self.fields["on"].initial = asked.today
        lacking = [side for side in self._parties(who) if side not in signed]
        if {"client"} & set(signed):
            lacking = [side for side in lacking if side == "provider"]
        self.fields["signed"] = fields.several(
            _("Who signed?"),
            [(side, labels.choice_label(SIGNED, "party", side, lang)) for side in lacking],
            required=accepted,
            initial=[side for side in lacking if side == "provider" or side in who],
        )

    def _parties(self, who: tuple[str, ...]) -> list[str]:
        return (
            ["client", "representative", "provider"]
            if "representative" in who or not self.accepted
            else [
                "client",
                "provider",
            ]
        )

    def acts(self, offer: str) -> list[dict[str, Any]]:
        """The yes of each who gave it, then the signatures. Asked of a valid form only."""
        told = self.cleaned_data
        on = told["on"].isoformat()
        about = {"on": on, "act": offer} if offer else {"on": on}
        yes = [{"kind": ACCEPTED, **about, "by": side} for side in told.get("by", ())]
        return [*yes, *({"kind": SIGNED, **about, "party": side} for side in told["signed"])]
