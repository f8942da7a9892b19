"""Commands whose arguments are texts and flags only, and therefore start quickly.

typer hands every argument that is no flag to pydantic, whose import alone takes longer than most answers. Our commands
read their texts themselves (`nakomen.commands.arguments`), so there is nothing to convert.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup


class _AsTyped:
    """Stands where typer keeps the converter of a parameter: a text stays the text that was typed."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002 - typer calls it so
        """The value as it was typed; an empty tuple where more could have been given."""
        return () if value is None and (param.multiple or param.nargs == -1) else value


def _plain(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        # typer makes the converter when it first needs one; a typer without this attribute has no use for it.
        vars(parameter)["_runtime_param"] = _AsTyped()
    return parameters


class PlainCommand(TyperCommand):
    """A command of texts and flags."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, none of which is converted."""
        return _plain(super().get_params(ctx))


class PlainGroup(TyperGroup):
    """A group of commands, with flags only."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, none of which is converted."""
        return _plain(super().get_params(ctx))
