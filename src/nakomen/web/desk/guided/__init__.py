"""Guided forms: long acts in steps, and registering a client up to a signable agreement.

A guided form is data (`steps.Guide`, one module for each in `guides/`): its steps, each a form of few questions, and
the acts that the answers make. `flow.py` carries the answers from step to step, `views.py` shows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The guided form with which a kind of act is best recorded, by the kind.
GUIDED: Mapping[str, str] = {
    "intake.held": "intake",
    "intake.choices_stated": "intake",
    "plan.presented": "plan",
    "home.checked": "home_check",
    "exclusion.assessed": "exclusion",
    "notice.given": "notice",
    "abuse.suspected": "reporting_code",
    "abuse.step_taken": "reporting_code",
    "complaint.received": "complaint",
    "complaint.completed": "complaint",
    "complaint.progress_told": "complaint",
    "complaint.extended": "complaint",
    "complaint.mediated": "complaint",
    "complaint.decided": "complaint",
}
