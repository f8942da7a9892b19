"""The program's log of its work in the background: fixed words with named values, none of them personal."""

from __future__ import annotations

import logging
from typing import Any

import structlog

logger: Any = structlog.wrap_logger(
    logging.getLogger("nakomen.tasks"),
    processors=[structlog.stdlib.filter_by_level, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    wrapper_class=structlog.stdlib.BoundLogger,
    context_class=dict,
)
