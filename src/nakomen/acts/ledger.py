"""Acts on duties and on other acts: releasing, retracting, correcting."""

from collections.abc import Mapping
from dataclasses import field

from nakomen.acts.base import Act, ClauseId, kind


@kind(
    "duty.waived",
    nl="Verplichting kwijtgescholden",
    en="Duty waived",
    done_by=("the one it is owed to",),
)
class DutyWaived(Act):
    """The one to whom a duty is owed releases the other from it.

    `act` narrows it to the duty that this act opened.
    """

    clause: ClauseId


@kind(
    "act.retracted",
    nl="Handeling ingetrokken",
    en="Act retracted",
    done_by=("provider",),
)
class ActRetracted(Act):
    """The earlier act was recorded in error.

    Nothing follows from it, as known from the moment that this was recorded.
    """

    act: str


@kind(
    "act.corrected",
    nl="Handeling gecorrigeerd",
    en="Act corrected",
    done_by=("provider",),
)
class ActCorrected(Act):
    """Fields of the earlier act are put right.

    That holds as known from the moment that this was recorded. `fields` maps attribute names to their new values;
    None takes an optional field away.
    """

    act: str
    fields: Mapping[str, object] = field(hash=False)
