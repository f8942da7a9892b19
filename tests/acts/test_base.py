"""What all kinds share: they are frozen dataclasses, finished when they are first needed."""

import pickle
import subprocess
import sys
from copy import deepcopy
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from datetime import date

import pytest

from nakomen.acts.base import Act
from nakomen.acts.indication import IndicationWithdrawn
from nakomen.acts.ledger import ActCorrected
from nakomen.acts.plan import PlanCopied

DAY = date(2026, 3, 5)


def test_an_act_never_changes() -> None:
    act = IndicationWithdrawn(on=DAY, act="i1")
    with pytest.raises(FrozenInstanceError):
        act.act = "i2"  # type: ignore[misc]
    assert act.act == "i1"


def test_what_a_kind_requires_is_required() -> None:
    with pytest.raises(TypeError, match="act"):
        IndicationWithdrawn(on=DAY)  # type: ignore[call-arg]


def test_acts_are_equal_by_value() -> None:
    act = IndicationWithdrawn(on=DAY, act="i1")
    assert act == IndicationWithdrawn(on=DAY, act="i1")
    assert len({act, IndicationWithdrawn(on=DAY, act="i1"), replace(act, act="i2")}) == 2
    other: Act = PlanCopied(on=DAY, act="i1")
    assert act != other


def test_acts_can_be_copied_and_sent_to_another_process() -> None:
    act = ActCorrected(on=DAY, act="i1", fields={"valid_until": None})
    assert pickle.loads(pickle.dumps(act)) == deepcopy(act) == act  # noqa: S301  # its own bytes
    assert hash(act) == hash(deepcopy(act))


def test_an_act_without_a_kind_cannot_be() -> None:
    with pytest.raises(TypeError, match="kind"):
        Act(on=DAY)


def test_a_kind_that_was_never_built_tells_its_fields() -> None:
    program = """
from dataclasses import fields
from nakomen.acts.visit import VisitDelivered
print([each.name for each in fields(VisitDelivered)])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['on', 'id', 'recorded', 'recorder', 'act', 'minutes']"


def test_a_kind_is_a_dataclass() -> None:
    assert is_dataclass(PlanCopied)
    assert [each.name for each in fields(PlanCopied)] == ["on", "id", "recorded", "recorder", "act"]
