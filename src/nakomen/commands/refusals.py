"""What the record refuses, in lines for who typed the command. None of them holds a value that was given."""

from __future__ import annotations

from typing import Any

from nakomen.case_files import printable


def expected() -> tuple[type[Exception], ...]:
    """The refusals that are an answer to a command, not a fault of the program."""
    from nakomen.record import access, ledger, organisations, staff, tokens
    from nakomen.record.backup_format import BadBackupError
    from nakomen.record.backups import BackupRefusedError
    from nakomen.record.crypto import KeyStoreError

    return (
        access.RefusedError,
        ledger.AppendError,
        ledger.DestroyedError,
        ledger.KeyReusedError,
        ledger.UnknownClientError,
        organisations.OrganisationError,
        staff.StaffError,
        tokens.TokenError,
        BadBackupError,
        BackupRefusedError,
        KeyStoreError,
    )


def problems(error: Exception) -> list[str]:
    """A line for each thing that is wrong."""
    found: Any = getattr(error, "problems", None)
    if found:
        return [printable(_line(each), 400) for each in found]
    decision = getattr(error, "decision", None)
    return [printable(decision.told("en") if decision is not None else str(error), 400)]


def _line(problem: object) -> str:
    if isinstance(problem, tuple) and len(problem) == 2:
        return f"{problem[0]}: expected {problem[1]}"
    return str(problem)
