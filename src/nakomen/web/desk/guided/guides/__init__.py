"""The guided forms, by the name in their address."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from nakomen.web.desk.guided.guides import complaint, exclusion, home, intake, notice, plan, reporting_code, topics

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nakomen.web.desk.guided.steps import Guide

__all__ = ["GUIDES"]

GUIDES: Mapping[str, Guide] = MappingProxyType(
    {
        guide.name: guide
        for guide in (
            intake.GUIDE,
            topics.GUIDE,
            plan.GUIDE,
            home.GUIDE,
            exclusion.GUIDE,
            notice.GUIDE,
            reporting_code.GUIDE,
            complaint.GUIDE,
        )
    }
)
