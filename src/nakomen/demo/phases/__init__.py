"""The phases of a relation: each a script that writes a life, with how many of a thousand clients are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nakomen.demo.organisations import CARE
from nakomen.demo.phases import ending, indication, money, rights, start, trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from nakomen.demo.life import Life


class Phase(NamedTuple):
    """A script, how many of a thousand clients live by it (at least one does), and the set it belongs to, if one."""

    script: Callable[[Life], None]
    weight: int = 7
    terms: str | None = None

    @property
    def name(self) -> str:
        """The name of the phase."""
        return self.script.__name__


PHASES: tuple[Phase, ...] = (
    Phase(start.steady, 340),
    Phase(start.first_contact),
    Phase(start.intake_with_gaps),
    Phase(start.awaiting_identification),
    Phase(start.awaiting_indication, 14),
    Phase(start.offer_outstanding, 14),
    Phase(start.offer_declined),
    Phase(start.not_accepted),
    Phase(start.signature_missing),
    Phase(start.plan_due, 14),
    Phase(start.plan_due_today),
    Phase(start.plan_late),
    Phase(start.plan_presented),
    Phase(start.evaluation_due, 14),
    Phase(start.evaluation_late),
    Phase(start.evaluation_asked, 14),
    Phase(indication.talk_due, 14, CARE),
    Phase(indication.talk_late, 7, CARE),
    Phase(indication.reminder_due, 7, CARE),
    Phase(indication.client_applies, 7, CARE),
    Phase(indication.client_late, 7, CARE),
    Phase(indication.provider_applies, 7, CARE),
    Phase(indication.applied),
    Phase(indication.followed_up, 14),
    Phase(indication.short_indication),
    Phase(indication.late_application, 7, CARE),
    Phase(indication.outgrown, 14),
    Phase(indication.indication_withdrawn),
    Phase(indication.urgent_need, 14),
    Phase(indication.paused, 14),
    Phase(indication.resumed),
    Phase(indication.sickness),
    Phase(money.invoices_paid, 14),
    Phase(money.invoice_open),
    Phase(money.invoice_due_today),
    Phase(money.invoice_overdue, 14),
    Phase(money.reminder_late),
    Phase(money.reminded),
    Phase(money.collection, 14),
    Phase(money.cancelled),
    Phase(money.missed_once),
    Phase(money.missed_unclear),
    Phase(money.missed_twice, 14),
    Phase(money.visit_refused),
    Phase(money.not_given, 14),
    Phase(money.cancelled_by_provider),
    Phase(money.office_work),
    Phase(trouble.incident_open),
    Phase(trouble.incident_closed),
    Phase(trouble.calamity),
    Phase(trouble.violence, 14),
    Phase(trouble.abuse, 14),
    Phase(trouble.complaint_new),
    Phase(trouble.complaint_running),
    Phase(trouble.complaint_extended, 7, CARE),
    Phase(trouble.complaint_decided),
    Phase(trouble.complaint_withdrawn),
    Phase(trouble.complaint_mediated),
    Phase(trouble.complaint_late),
    Phase(trouble.dispute),
    Phase(trouble.dispute_decided),
    Phase(trouble.dispute_by_provider, 14),
    Phase(trouble.damage_open),
    Phase(trouble.damage_settled, 14),
    Phase(trouble.home_unsafe),
    Phase(trouble.soiled),
    Phase(trouble.pets_and_materials, 14),
    Phase(trouble.keys),
    Phase(trouble.conduct),
    Phase(trouble.restraint, 14),
    Phase(trouble.recorded_in_error),
    Phase(trouble.deviation),
    Phase(trouble.cost_of_copies),
    Phase(rights.representative, 14),
    Phase(rights.representation_ended),
    Phase(rights.directive, 14),
    Phase(rights.carer, 14),
    Phase(rights.carer_not_involved),
    Phase(rights.minor),
    Phase(rights.consents),
    Phase(rights.disclosures),
    Phase(rights.disclosed_without_ground),
    Phase(rights.other_provider, 14),
    Phase(rights.dossier_asked),
    Phase(rights.dossier_late),
    Phase(rights.dossier_answered),
    Phase(rights.dossier_refused),
    Phase(rights.destruction_asked),
    Phase(rights.remote),
    Phase(rights.medical),
    Phase(rights.team_changed, 14),
    Phase(ending.moved),
    Phase(ending.moved_away),
    Phase(ending.notice_by_client),
    Phase(ending.notice_withdrawn),
    Phase(ending.notice_by_provider),
    Phase(ending.notice_lacking),
    Phase(ending.notice_no_contract, 14, CARE),
    Phase(ending.notice_not_needed, 7, CARE),
    Phase(ending.died, 14),
    Phase(ending.ended),
    Phase(ending.ended_together),
    Phase(ending.goal_reached),
    Phase(ending.exit_talk_due),
    Phase(ending.ended_long_ago, 21),
    Phase(ending.returned),
)


def phases_of(terms: str) -> tuple[Phase, ...]:
    """The phases that occur under a set."""
    return tuple(phase for phase in PHASES if phase.terms in (None, terms))
