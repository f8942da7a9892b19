"""The command line: questions about a case file (`standing`, `may`, `terms` …), and the commands of an installation.

Each command's own imports stand inside it, so that the help and the small sums start at once.
"""

import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from nakomen import __version__
from nakomen.case_files import InputError, printable
from nakomen.commands import (
    backup,
    bill,
    demo,
    doctor,
    explain,
    export_case,
    import_case,
    law,
    may,
    next_change,
    organisation,
    rebuild,
    restore,
    rotate_keys,
    serve,
    standing,
    sweep,
    terms,
    verify,
    worker,
)
from nakomen.commands.answering import ANSWERED, BAD_INPUT, stop_printing
from nakomen.commands.plain_command import PlainCommand, PlainGroup

_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises for arguments that do not fit a command; it has no public name of its own."""
_FAULT = os.EX_SOFTWARE if hasattr(os, "EX_SOFTWARE") else 70
_INTERRUPTED = 130

app = typer.Typer(
    name="nakomen",
    cls=PlainGroup,
    help="What provider and client of care at home owe each other, by when, at what cost, and under which clause.",
    epilog="Exit status: 0 answered, 1 a check that falls short, 2 bad input.",
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("standing", cls=PlainCommand)(standing.standing)
app.command("may", cls=PlainCommand)(may.may)
app.command("bill", cls=PlainCommand)(bill.bill)
app.command("explain", cls=PlainCommand)(explain.explain)
app.command("next", cls=PlainCommand)(next_change.next_)
app.add_typer(terms.app, name="terms")
app.add_typer(law.app, name="law")
app.command("demo", cls=PlainCommand)(demo.demo)
app.command("serve", cls=PlainCommand)(serve.serve)
app.command("worker", cls=PlainCommand)(worker.worker)
app.command("sweep", cls=PlainCommand)(sweep.sweep)
app.command("import-case", cls=PlainCommand)(import_case.import_case)
app.command("export-case", cls=PlainCommand)(export_case.export_case)
app.command("verify", cls=PlainCommand)(verify.verify)
app.command("rebuild", cls=PlainCommand)(rebuild.rebuild)
app.command("backup", cls=PlainCommand)(backup.backup)
app.command("restore", cls=PlainCommand)(restore.restore)
app.command("rotate-keys", cls=PlainCommand)(rotate_keys.rotate_keys)
app.command("doctor", cls=PlainCommand)(doctor.doctor)
app.add_typer(organisation.app, name="organisation")


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        sys.stdout.write(f"nakomen {__version__}\n")
        raise typer.Exit(ANSWERED)
    if context.invoked_subcommand is None:
        context.fail("Missing command.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one command; the exit status is 0 for an answer, 1 for a check that falls short, 2 for bad input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return _answer(sys.argv[1:] if arguments is None else arguments)


def _answer(arguments: Sequence[str]) -> int:
    try:
        status = app(args=list(arguments), prog_name="nakomen", standalone_mode=False)
        sys.stdout.flush()
    except InputError as error:
        return _refuse(error.problems)
    except _USAGE_ERROR as error:
        return _refuse([_usage(error)])
    except BrokenPipeError:
        stop_printing()
        return ANSWERED
    except OSError as error:  # input has been read by now: a full disk, or a folder of the installation that is closed
        return _refuse([_closed(error)])
    except (KeyboardInterrupt, typer.Abort):
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a fault of ours is told in one line and never looks like an answer
        return _confess(error)
    return status if isinstance(status, int) else ANSWERED


def _usage(error: Any) -> str:
    """What typer has against the arguments, in one line, and where to read how it should be."""
    command = error.ctx.command_path if error.ctx else "nakomen"
    message = printable(" ".join(error.format_message().split()))
    return f"{message}{'' if message.endswith(('.', '?')) else '.'} See: {command} --help"


def _closed(error: OSError) -> str:
    """What the machine did not let us do, and with which file where it says so."""
    where = f"{printable(error.filename)}: " if isinstance(error.filename, str) else ""
    return f"nakomen: {where}{error.strerror or 'a file cannot be read or written'}"


def _refuse(problems: Sequence[str]) -> int:
    sys.stderr.write("".join(f"{line}\n" for line in problems))
    return BAD_INPUT


def _confess(error: Exception) -> int:
    if os.environ.get("NAKOMEN_TRACEBACK"):
        raise error
    # What an error of the database says, can hold what somebody recorded: then its class and its place have to do.
    told = _place(error) if "django" in sys.modules else printable(f"{type(error).__name__}: {error}")
    sys.stderr.write(f"nakomen: a fault in the program itself, not in your input: {told}\n")
    return _FAULT


def _place(error: Exception) -> str:
    """The class of an error and the line of the program where it was raised."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}"
