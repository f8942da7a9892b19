"""From the type of a field of an act to the field of a form, and which fields count only with certain answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from django.utils.translation import gettext as _

from nakomen.acts import labels
from nakomen.acts.base import Format, Refers, Whole
from nakomen.acts.reading_values import Moment as ActMoment
from nakomen.acts.reading_values import item_type
from nakomen.web.desk.acts import fields

if TYPE_CHECKING:
    from nakomen.web.desk.acts.about import About, Choices

SUGGESTED: Mapping[str, str] = {
    "topic": "topics",
    "caregiver": "staff",
    "consent.refused.for": "consent",
    "consent.given.recipient": "recipient",
    "indication.refused.law": "law",
    "damage.decided.by": "board",
    "key.handed_over.to": "staff",
    "team.handed_over.to": "staff",
    "exit.talk_held.officer": "staff",
    "visit.planned.service": "services",
    "agreement.offered.services.name": "services",
    "caregivers": "staff",
    "terms.provided.version": "versions",
    "agreement.changed.version": "versions",
    "clause": "clauses",
}
"""Fields of words for which the organisation has words at hand; the longer name comes first."""

LONG = frozenset(
    {
        "about.text", "aftercare", "choices", "document", "measures", "motivation", "note", "outcome", "purpose",
        "reason", "reasons", "solution", "what", "why",
    }
)  # fmt: skip
"""Fields of words that people write sentences in."""

NEEDED = frozenset(
    {"scope", "endangers", "in", "topics", "sections", "invoices", "services", "lines", "care", "with", "providers"}
)
"""Lists that say nothing where they are empty, so that the form asks for at least one."""

SHOWN_WHEN: Mapping[str, str] = {
    "agreement.changed.cause": "by=provider",
    "agreement.deviation_agreed.recorded_in": "in_writing=yes",
    "consent.given.purpose": "for=disclosure|exchange|carer_information|publication",
    "consent.given.recipient": "for=disclosure|exchange|carer_information|publication|relatives_inspection",
    "consent.given.study": "for=research",
    "consent.given.visit": "for=observed_act|trainee|medical_act|plan_deviation|publication",
    "dispute.filed.amount": "liability=yes",
    "dossier.inspection_requested.ground": "by=relative",
    "indication.applied.signed_by_client": "by=provider",
    "notice.given.act": "by=provider&ground=not_admitted|no_contract|no_expertise",
    "notice.given.ground": "by=provider",
    "urgent.reported.placement_requested": "to=care_office",
    "urgent.reported.with_application": "to=indication_body",
    "visit.cancelled.shown": "reason=force_majeure|urgent_health|sickness|other",
    "visit.missed.shown": "reason=force_majeure|urgent_health|sickness|other",
    "visit.planned.vat": "tariff_hour",
}
"""When a field counts: `name=choice|choice`, several joined by `&`; a name alone: when it is filled."""

AT_MOST = 80
"""So many acts a list offers to point at; with an address that names another, that one too."""


def field_for(
    kind: str, name: str, type_: Any, about: About, *, required: bool, chosen: Sequence[str] = ()
) -> fields.ActField:
    """The field of a form for a field of a kind; `chosen` are acts that a list of references offers in any case."""
    options: dict[str, Any] = {
        "required": required,
        "label": labels.field_label(kind, name, about.language),
        "help_text": labels.field_help(kind, name, about.language),
    }
    own = name.rpartition(".")[2]
    source = SUGGESTED.get(f"{kind}.{name}") or SUGGESTED.get(own)
    if source and _is_text(type_) and (choices := about.choices(source)):
        return fields.Suggested(choices, **options)
    if get_origin(type_) is tuple:
        return _list(kind, name, item_type(type_), about, options, chosen)
    if get_origin(type_) is Literal:
        return fields.OneOf(choices_of(kind, name, get_args(type_), about), **options)
    if get_origin(type_) is Annotated:
        return _ruled(kind, name, get_args(type_)[1], about, options, chosen)
    return _plain(own, kind, type_, options)


def choices_of(kind: str, name: str, values: Sequence[object], about: About) -> Choices:
    """The choices of a field with their words."""
    return [(str(value), labels.choice_label(kind, name, value, about.language)) for value in values]


def shown_when(kind: str, name: str) -> str:
    """With which answers a field counts; empty: always."""
    return SHOWN_WHEN.get(f"{kind}.{name}", "")


def _is_text(type_: Any) -> bool:
    if get_origin(type_) is Annotated:
        return isinstance(get_args(type_)[1], Format)
    return isinstance(type_, type) and type_ not in (bool, date, datetime, Decimal, ActMoment)


def _plain(own: str, kind: str, type_: Any, options: dict[str, Any]) -> fields.ActField:
    if type_ is bool:
        return fields.YesNo(**options)
    if type_ is date:
        return fields.Day(**options)
    if type_ in (datetime, ActMoment):
        return fields.Moment(timed=type_ is datetime, **options)
    if type_ is Decimal:
        return fields.Money(**options)
    long = own in LONG or (own == "about" and kind == "complaint.received")
    return fields.Text(long=long, **options)


def _ruled(
    kind: str, name: str, rule: object, about: About, options: dict[str, Any], chosen: Sequence[str]
) -> fields.ActField:
    if isinstance(rule, Refers):
        return fields.OneOf(_references(rule, about, options, chosen), blank=_("None"), **options)
    if isinstance(rule, Whole) and rule.highest - rule.lowest < fields.RADIOS:
        steps = range(rule.lowest, rule.highest + 1)
        return fields.OneOf(choices_of(kind, name, steps, about), whole=True, **options)
    if isinstance(rule, Whole):
        return fields.Number(rule.lowest, rule.highest, labels.unit_label(rule.unit, about.language), **options)
    return fields.Text(**options)


def _list(
    kind: str, name: str, item: Any, about: About, options: dict[str, Any], chosen: Sequence[str]
) -> fields.ActField:
    must = options.pop("required")
    needed = must and name in NEEDED
    if get_origin(item) is Literal:
        choices = choices_of(kind, name, get_args(item), about)
        return fields.ManyOf(choices, must=must, needed=needed, **options)
    rule = get_args(item)[1] if get_origin(item) is Annotated else None
    if isinstance(rule, Refers):
        return fields.ManyOf(_references(rule, about, options, chosen), must=must, needed=needed, **options)
    if isinstance(rule, Format) and rule.name == "topic":
        return fields.SuggestedMany(about.choices("topics"), must=must, required=needed, **options)
    options["help_text"] = options["help_text"] or _("One per line.")
    return fields.Lines(must=must, required=needed, **options)


def _references(rule: Refers, about: About, options: dict[str, Any], chosen: Sequence[str]) -> Choices:
    """The acts that can be pointed at; where there is none, the help says which act must be recorded first."""
    found = about.pointed(rule.kinds)
    shown = found[:AT_MOST] + [each for each in found[AT_MOST:] if each.name in chosen]
    if not shown and rule.kinds:
        first = ", ".join(labels.kind_label(kind, about.language) for kind in rule.kinds)
        options["help_text"] = _("There is nothing yet that this can belong to. Record first: %(acts)s.") % {
            "acts": first
        }
    return [(each.name, each.label) for each in shown]
