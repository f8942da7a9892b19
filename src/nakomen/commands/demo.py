"""`nakomen demo`: two fictitious providers with clients in every phase, to look around in."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nakomen.case_files import InputError
from nakomen.commands import arguments, opening
from nakomen.commands.answering import ANSWERED
from nakomen.commands.serve import Port, server

if TYPE_CHECKING:
    from datetime import date

    from nakomen.commands.page import Page
    from nakomen.demo import DemoStaff
    from nakomen.record.models import Organisation

PASSWORD = "vijf rode tulpen"  # noqa: S105 - the password of people who do not exist, on a server for this machine only
SECRET = "NAKOMENDEMONAKOMENDEMONAKOMENDEM"  # noqa: S105 - their authenticator's secret, in base32
_HOST = "127.0.0.1"
_COUNT = "150"


def demo(
    *,
    load_only: Annotated[bool, typer.Option("--load-only", help="Load the data and stop; start no server.")] = False,
    code: Annotated[
        bool, typer.Option("--code", help="Print the code that signs in at this moment, and stop.")
    ] = False,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="The day around which all happens: YYYY-MM-DD.")
    ] = None,
    clients: Annotated[
        str, typer.Option("--clients", metavar="N", help="How many clients each provider has.")
    ] = _COUNT,
    port: Port = "8000",
) -> int:
    """Load two fictitious providers with clients in every phase, start the server, and tell where to go and as whom."""
    day, count, number = arguments.together(
        lambda: arguments.optional_day("--today", today),
        lambda: opening.number("--clients", clients, 1, 100_000),
        lambda: opening.number("--port", port, 1, 65535),
    )
    if code:
        return _tell_code()
    if not load_only:
        opening.listening_place(_HOST, number)
    opening.opened()
    opening.ready_keys()
    token = _loaded(day, count)
    _page(number, token).show()
    sys.stdout.flush()
    return ANSWERED if load_only else _run(number)


def _tell_code() -> int:
    """For whoever has no authenticator at hand: in a demonstration the second factor is no secret."""
    opening.set_up()
    from allauth.mfa.totp.internal import auth

    counter = list(auth.yield_hotp_counters_from_time())
    now = counter[len(counter) // 2]
    sys.stdout.write(f"{auth.format_hotp_value(auth.hotp_value(SECRET, now))}\n")
    return ANSWERED


# --- loading --------------------------------------------------------------------------------------------------------


def _loaded(day: date | None, count: int) -> str | None:
    """Loads what is not there yet; the token for the API, where it was made now.

    Raises InputError in an installation that holds anything else: a demonstration stays apart from what is real.
    """
    from django.utils import timezone

    from nakomen.demo import organisations
    from nakomen.record.models import Organisation, User

    wanted = organisations(day or timezone.localdate())
    there = set(Organisation.objects.values_list("slug", flat=True))
    missing = [each for each in wanted if each.key not in there]
    if there - {each.key for each in wanted} or (not there and User.objects.exists()):
        raise InputError(["NAKOMEN_HOME: expected an empty installation, or one that holds the demonstration only"])
    from nakomen.commands import demo_loading

    return demo_loading.load(missing, day or timezone.localdate(), count) if missing else None


# --- telling --------------------------------------------------------------------------------------------------------


def _page(port: int, token: str | None) -> Page:
    from nakomen.commands import page as layout
    from nakomen.record.models import Organisation

    made = layout.Page()
    made.heading("Nakomen, om in rond te kijken", layout.GOOD)
    made.text("Alles is verzonnen: de organisaties, de medewerkers en de cliënten.", indent=2)
    made.table(
        [
            ["Ga naar", f"http://localhost:{port}/"],
            ["Wachtwoord", f"{PASSWORD} (van iedereen)"],
            ["Tweede stap", "een code die telkens een halve minuut geldt; vraag hem in een ander venster:"],
        ]
    )
    made.lines += [
        (f"    {_asking()}", ""),
        ("  of laat een app op uw telefoon hem maken:", ""),
        (f"    {_otpauth()}", ""),
    ]
    for each in Organisation.objects.order_by("slug"):
        made.heading(each.name)
        made.table([[member.email, _roles(member)] for member in _people(each)])
    if token is not None:
        made.heading("API")
        made.text(f"http://localhost:{port}/api/v1/ met deze sleutel, die maar één keer te zien is:", indent=2)
        made.lines.append((f"  {token}", ""))
    return made


def _people(owner: Organisation) -> tuple[DemoStaff, ...]:
    from django.utils import timezone

    from nakomen.demo import organisations

    return next(each.staff for each in organisations(timezone.localdate()) if each.key == owner.slug)


def _roles(member: DemoStaff) -> str:
    """As the desk calls them."""
    from nakomen.record.roles import roles

    return ", ".join(roles().roles[name].words.told("nl") for name in member.roles)


def _asking() -> str:
    """The command that prints the code, as it can be typed in another window and another folder."""
    home = os.environ.get("NAKOMEN_HOME")
    given = [f"NAKOMEN_HOME={shlex.quote(home)}"] if home else []
    return " ".join([*given, shlex.quote(str(Path(sys.argv[0]).absolute())), "demo --code"])


def _otpauth() -> str:
    return f"otpauth://totp/Nakomen:demo?secret={SECRET}&issuer=Nakomen"


# --- running --------------------------------------------------------------------------------------------------------


def _run(port: int) -> int:
    """Server and worker until one of them ends or this process is asked to; then the other ends too."""
    environment = {**os.environ, "NAKOMEN_URL": f"http://localhost:{port}"}
    worker = [sys.executable, "-c", "import sys; from nakomen.cli import main; sys.exit(main(['worker']))"]
    running = [
        subprocess.Popen(command, env=environment)  # noqa: S603 - our own server and worker
        for command in (server(_HOST, port, 1), worker)
    ]
    signal.signal(signal.SIGTERM, _stop)
    sys.stderr.write("Stoppen met Ctrl-C.\n")
    try:
        return _first_to_end(running)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _first_to_end(running: list[subprocess.Popen[bytes]]) -> int:
    import time

    while all(process.poll() is None for process in running):
        time.sleep(0.2)
    return next(process.returncode for process in running if process.returncode is not None)
