"""The classes are the published vocabulary: every kind, every field, every type, nothing else."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest

from nakomen import acts
from nakomen.acts.base import Act
from tests.acts.vocabulary import vocabulary

COMMON = ("on", "id", "recorded", "recorder", "act")
SECTIONS = [
    "quality_of_life",
    "health",
    "prognosis",
    "risks",
    "care",
    "medical_acts",
    "disciplines",
    "contact_point",
    "family",
    "evaluation",
    "goal",
    "arrangements",
    "own_part",
    "carers_part",
    "volunteers_part",
    "remote_exchange",
    "remote_consent",
    "budgeted",
    "unbudgeted",
]
ANSWERS = {
    "indication.issued": "indication.withdrawn indication.talk_held indication.client_reminded indication.applied "
    "indication.outgrown indication.reflection_offered indication.reflection_waived notice.given",
    "indication.talk_held": "indication.talk_reported",
    "indication.applied": "indication.application_copied",
    "urgent.need_arose": "urgent.reported urgent.procedure_explained",
    "agreement.offered": "agreement.accepted agreement.signed agreement.offer_declined",
    "care.paused": "care.resumed",
    "notice.given": "notice.withdrawn exit.talk_held exit.instructions_given",
    "agreement.ended": "exit.talk_held exit.instructions_given",
    "plan.presented": "plan.agreed plan.signed plan.copied plan.evaluated plan.changed plan.refused plan.deviated "
    "plan.goal_reached plan.evaluation_requested",
    "visit.planned": "visit.delivered visit.cancelled visit.missed visit.not_given visit.caregiver_dropped_out "
    "visit.reassigned visit.refused visit.moved change.told",
    "visit.not_given": "compensation.offered",
    "consent.given": "consent.withdrawn",
    "dossier.inspection_requested": "dossier.inspection_given dossier.inspection_refused dossier.term_extended",
    "dossier.copy_requested": "dossier.copy_given dossier.copy_refused dossier.term_extended",
    "dossier.correction_requested": "dossier.corrected dossier.correction_refused dossier.term_extended",
    "dossier.destruction_requested": "dossier.destroyed dossier.destruction_refused dossier.term_extended",
    "invoice.sent": "invoice.credited payment.received",
    "incident.occurred": "incident.explained incident.treatment_discussed incident.care_given",
    "calamity.occurred": "supervisor.notified",
    "violence.occurred": "supervisor.notified",
    "abuse.suspected": "abuse.step_taken",
    "damage.found": "damage.reported damage.decided damage.answered damage.form_completed",
    "hygiene.unsafe_found": "hygiene.restored",
    "pet.threat_found": "pet.solution_found",
    "materials.missing_found": "materials.supplied",
    "key.handed_over": "key.returned",
    "risk.signalled": "risk.handled",
    "team.assigned": "team.left",
    "complaint.received": "complaint.completed complaint.progress_told complaint.extended complaint.mediated "
    "complaint.decided complaint.withdrawn complaint.result_rejected dispute.choice_asked dispute.choice_made "
    "dispute.filed",
    "dispute.filed": "dispute.decided",
    "referral.requested": "referral.made",
    "client.carer_named": "carer.involved",
    "client.representative_appointed": "client.representative_ended",
    "client.other_provider_reported": "client.other_provider_ended",
    "information.requested": "information.given",
    "information.asked_of_client": "information.received",
}


def test_kinds_stand_in_the_order_of_the_vocabulary() -> None:
    assert acts.kinds() == tuple(vocabulary())


@pytest.mark.parametrize("area", sorted(set(acts.KIND_AREAS.values())))
def test_each_area_declares_the_kinds_that_the_mapping_says(area: str) -> None:
    module = import_module(f"nakomen.acts.{area}")
    declared = {
        each.kind: each.area
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Act) and each is not Act
    }
    assert declared == {kind: name for kind, name in acts.KIND_AREAS.items() if name == area}


@pytest.mark.parametrize("kind", vocabulary())
def test_a_class_has_the_fields_and_types_of_its_kind(kind: str) -> None:
    declared = [each for each in fields(acts.kind_class(kind)) if each.name not in COMMON or _is_required_act(each)]
    expected = {each.name: (each.optional, each.type) for each in vocabulary()[kind] if each != ("act", True, "")}
    assert {each.name.removesuffix("_"): _as_in_vocabulary(each) for each in declared if each.name != "on"} == expected


def _is_required_act(field: Any) -> bool:
    return field.name == "act" and field.default is MISSING


def _as_in_vocabulary(field: Any) -> tuple[bool, str]:
    kind = field.type
    if get_origin(kind) in (Union, UnionType):
        (kind,) = (each for each in get_args(kind) if each is not NoneType)
    written = _written(kind)
    if field.name == "topics":
        written = "[topic]"
    if field.name == "invoices":
        written = "[id]"
    return field.default is not MISSING, written


def _written(kind: Any) -> str:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) is Literal:
        return "section" if list(get_args(kind)) == SECTIONS else "/".join(get_args(kind))
    if get_origin(kind) is tuple:
        inner = _written(get_args(kind)[0])
        return f"[{inner or 'text'}]"
    if is_dataclass(kind):
        inside = (_as_in_vocabulary(each) for each in fields(kind))
        names = (each.name.removesuffix("_") for each in fields(kind))
        members = zip(names, inside, strict=True)
        return "{" + ", ".join(f"{name}{'?' * opt}{':' * bool(of)}{of}" for name, (opt, of) in members) + "}"
    plain = {str: "", date: "date", datetime: "datetime", bool: "bool", int: "int", Decimal: "money"}
    return "{}" if kind == Mapping[str, object] else plain[kind]


@pytest.mark.parametrize("kind", vocabulary())
def test_what_a_kind_answers(kind: str) -> None:
    assert set(acts.kind_class(kind).answers) == {answered for answered, by in ANSWERS.items() if kind in by.split()}


@pytest.mark.parametrize("kind", vocabulary())
def test_personal_fields_are_fields_of_the_kind(kind: str) -> None:
    cls = acts.kind_class(kind)
    assert cls.personal - {each.name for each in fields(cls)} == set()


def test_what_identifies_a_client_is_personal() -> None:
    assert acts.kind_class("client.registered").personal >= {
        "name", "birth_date", "bsn", "address", "postcode", "city", "email", "phone",
    }  # fmt: skip


def test_no_two_kinds_are_called_the_same() -> None:
    labels = [acts.kind_class(kind).labels for kind in acts.kinds()]
    assert len({each.nl for each in labels}) == len({each.en for each in labels}) == len(labels) == 169


@pytest.mark.parametrize("kind", vocabulary())
def test_each_kind_says_what_it_means_and_cites_full_ids(kind: str) -> None:
    cls = acts.kind_class(kind)
    assert (cls.__doc__ or "").startswith(cls.__name__) is False
    assert [
        clause for clause in cls.clauses if clause.split("/")[0] not in ("wonder-2020", "zonl-thuisbegeleiding")
    ] == []


def test_importing_the_vocabulary_builds_no_kind_and_no_reader() -> None:
    program = "import nakomen.acts, sys; print(sorted(n for n in sys.modules if n.startswith(('nakomen', 'pydantic'))))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['nakomen', 'nakomen.acts', 'nakomen.acts.base']"
