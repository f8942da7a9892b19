"""A program for the server that answers every request alike, with next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def application(_environment: dict[str, Any], start: Callable[[str, list[tuple[str, str]]], object]) -> list[bytes]:
    """Answers 200."""
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", "2")])
    return [b"{}"]
