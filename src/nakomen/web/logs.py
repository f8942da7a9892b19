"""What the program's log says: one JSON object a line, and nothing of what people typed, looked up or asked for.

A message that another library wrote may hold an address, a name or a token, and so may the text of an exception. So
of foreign messages only the fixed part is kept (what stands before its arguments are filled in), and of exceptions only
the class and the places in the code. What this program logs itself are fixed words with named values.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from types import TracebackType

    from structlog.typing import WrappedLogger

_OURS = "nakomen"
_MOST_FRAMES = 40
_MOST_CAUSES = 5


def places(error: BaseException) -> list[dict[str, Any]]:
    """The error and what caused it, outermost first: each one's class, and where in the code; no text and no values."""
    told: list[dict[str, Any]] = []
    current: BaseException | None = error
    while current is not None and len(told) < _MOST_CAUSES:
        told.append({"class": type(current).__qualname__, "at": _frames(current.__traceback__)})
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return told


def _frames(trace: TracebackType | None) -> list[str]:
    frames: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-_MOST_FRAMES:]


def _fixed_part(_: WrappedLogger, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keeps of a foreign record the template of its message only, and where it was logged.

    A message without arguments was put together beforehand, so nobody can tell what is in it: it goes altogether.
    """
    record: logging.LogRecord = event["_record"]
    arguments = event.pop("positional_args", None)
    if record.name.split(".")[0] == _OURS:
        if arguments:
            event["event"] = str(record.msg) % arguments
    else:
        event["event"] = str(record.msg) if arguments else "-"
        event["at"] = f"{record.module}:{record.lineno}"
    return event


def _only_places(_: WrappedLogger, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Puts the places of an exception where its text would have been."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, tuple):
        info = info[1]
    if isinstance(info, BaseException):
        event["error"] = places(info)
    event.pop("stack_info", None)
    return event


def formatter() -> logging.Formatter:
    """The formatter of every handler: JSON with time, level, logger and the request's own values."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.contextvars.merge_contextvars],
        processors=[
            _fixed_part,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            _only_places,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        pass_foreign_args=True,
        use_get_message=False,  # the arguments of a foreign message stay out of it
    )


_SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
)


def logger(name: str) -> Any:
    """The program's own logger for a module, called with a fixed event and named values that are not personal."""
    return structlog.wrap_logger(
        logging.getLogger(name),
        processors=[structlog.stdlib.filter_by_level, *_SHARED],
        wrapper_class=structlog.stdlib.BoundLogger,
        context_class=dict,
    )
