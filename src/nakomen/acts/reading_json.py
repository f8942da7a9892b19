"""From bytes to a JSON value, or to what keeps them from being one. No byte string makes it fail otherwise."""

import json
from collections.abc import Iterator

type Path = tuple[str | int, ...]

_INT_DIGITS = 18


class NotJsonError(ValueError):
    """The bytes are no JSON; the message says what was expected."""


class _NoNumber:
    """Stands where NaN, an infinity or an absurdly long number stood, so that no field takes it."""


def parse(data: bytes) -> tuple[object, tuple[Path, ...]]:
    """The JSON value of UTF-8 bytes (a byte order mark may go before it), and the paths of names given twice.

    Raises NotJsonError.
    """
    repeats: list[tuple[dict[str, object], str]] = []

    def collect(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, value in pairs:
            if name in found:
                repeats.append((found, name))
            found[name] = value
        return found

    value = _load(data, collect)
    return value, tuple(_places(value, repeats)) if repeats else ()


def _load(data: bytes, collect: object) -> object:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotJsonError("text in UTF-8") from None
    try:
        return json.loads(
            text,
            object_pairs_hook=collect,  # type: ignore[arg-type]
            parse_int=lambda digits: int(digits) if len(digits) <= _INT_DIGITS else _NoNumber(),
            parse_float=lambda _: _NoNumber(),  # no field of a case is a fraction: money is text
            parse_constant=lambda _: _NoNumber(),
        )
    except json.JSONDecodeError as error:
        raise NotJsonError(f"JSON (line {error.lineno}, column {error.colno})") from None
    except RecursionError:
        raise NotJsonError("JSON that is nested less deeply") from None


def _places(value: object, repeats: list[tuple[dict[str, object], str]]) -> Iterator[Path]:
    """Where the objects with a repeated name are. Walks with a list, since a file may be nested deeply."""
    names: dict[int, list[str]] = {}
    for found, name in repeats:
        names.setdefault(id(found), []).append(name)
    ahead: list[tuple[Path, object]] = [((), value)]
    while ahead:
        path, each = ahead.pop()
        if isinstance(each, dict):
            yield from ((*path, name) for name in dict.fromkeys(names.get(id(each), ())))
            ahead += [((*path, name), child) for name, child in each.items()]
        elif isinstance(each, list):
            ahead += [((*path, index), child) for index, child in enumerate(each)]
