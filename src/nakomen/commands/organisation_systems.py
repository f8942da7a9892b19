"""`nakomen organisation token` and its like: how other systems get in, which ones can, and how that ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from nakomen.case_files import InputError
from nakomen.commands import opening
from nakomen.commands.answering import ANSWERED, AsJson, deliver
from nakomen.commands.plain_command import PlainCommand

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from nakomen.commands.page import Page
    from nakomen.record.models import ApiToken
    from nakomen.record.tokens import ClientShown

Which = Annotated[str, typer.Argument(metavar="SLUG", show_default=False, help="The organisation's short name.")]
Name = Annotated[str, typer.Option("--name", metavar="NAME", help="What the log will call the other system.")]
For = Annotated[str, typer.Option("--for", metavar="CODE", help="The staff member whose rights bound it.")]
Scope = Annotated[
    list[str], typer.Option("--scope", metavar="PERMISSION", help="A permission; can be given more than once.")
]
Days = Annotated[str, typer.Option("--days", metavar="N", help="For how many days it works.")]
Id = Annotated[str, typer.Argument(metavar="ID", show_default=False, help="Its id, as the list shows it.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to those of an organisation."""
    app.command("token", cls=PlainCommand)(token)
    app.command("tokens", cls=PlainCommand)(tokens_)
    app.command("revoke-token", cls=PlainCommand)(revoke_token)
    app.command("client", cls=PlainCommand)(client)
    app.command("clients", cls=PlainCommand)(clients)
    app.command("end-client", cls=PlainCommand)(end_client)


def token(slug: Which, *, name: Name, staff: For, scope: Scope, days: Days = "365") -> int:
    """Make a token by which another system uses the API; it is shown this once and kept nowhere."""

    def made(wanted: dict[str, Any]) -> list[str]:
        from nakomen.record import tokens

        return [tokens.make(**wanted)[1]]

    return _make(made, slug, name, staff, scope, days)


def client(slug: Which, *, name: Name, staff: For, scope: Scope, days: Days = "365") -> int:
    """Make an OAuth 2 client, for a system that fetches its own tokens; prints its id, then its secret, this once."""

    def made(wanted: dict[str, Any]) -> list[str]:
        from nakomen.record import tokens

        found, secret = tokens.make_client(**wanted)
        return [found.id, secret]

    return _make(made, slug, name, staff, scope, days)


def tokens_(slug: Which, *, as_json: AsJson = False) -> int:
    """The tokens of an organisation: which systems can use the API, for whom, and until when."""
    opening.opened()
    from django.utils import timezone

    from nakomen.record import tenancy, tokens

    with opening.told(), tenancy.within(opening.organisation(slug).id):
        found = tokens.entries()
    now = timezone.now()
    return deliver(
        lambda: [_token_data(each) for each in found],
        lambda: _page("token", [_token_row(each, now) for each in found]),
        as_json=as_json,
    )


def clients(slug: Which, *, as_json: AsJson = False) -> int:
    """The OAuth 2 clients of an organisation: which systems can fetch tokens, for whom, and until when."""
    opening.opened()
    from django.utils import timezone

    from nakomen.record import tenancy, tokens

    with opening.told(), tenancy.within(opening.organisation(slug).id):
        found = tokens.clients()
    now = timezone.now()
    return deliver(
        lambda: [_client_data(each) for each in found],
        lambda: _page("client", [_client_row(each, now) for each in found]),
        as_json=as_json,
    )


def revoke_token(slug: Which, token: Id) -> int:
    """End a token at once."""
    chosen = _uuid(token)
    opening.opened()
    from django.utils import timezone

    from nakomen.record import tenancy, tokens
    from nakomen.record.models import ApiToken

    with opening.told(), tenancy.within(opening.organisation(slug).id):
        try:
            tokens.revoke(chosen, actor=opening.keeper(), now=timezone.now())
        except ApiToken.DoesNotExist:
            raise InputError(["ID: expected a token of this organisation"]) from None
    return ANSWERED


def end_client(slug: Which, client: Id) -> int:
    """End an OAuth 2 client at once, with the tokens that it fetched."""
    opening.opened()
    from django.utils import timezone

    from nakomen.record import tenancy, tokens

    with opening.told(), tenancy.within(opening.organisation(slug).id):
        try:
            tokens.end_client(client, actor=opening.keeper(), now=timezone.now())
        except tokens.UnknownClientError:
            raise InputError(["ID: expected a client of this organisation"]) from None
    return ANSWERED


def _make(
    made: Callable[[dict[str, Any]], list[str]], slug: str, name: str, staff: str, scopes: list[str], days: str
) -> int:
    """Make one for a staff member of the organisation, and print what is told this once, a line each."""
    count = opening.number("--days", days, 1, 365)
    opening.opened()
    from datetime import timedelta

    from django.utils import timezone

    from nakomen.commands.page import Page
    from nakomen.record import tenancy
    from nakomen.record.models import StaffMember

    owner, now = opening.organisation(slug), timezone.now()
    with opening.told(), tenancy.within(owner.id):
        member = StaffMember.objects.filter(code=staff).first()
        if member is None:
            raise InputError(["--for: expected the code of a staff member"])
        wanted = {"name": name, "scopes": scopes, "on_behalf_of": member.id, "actor": opening.keeper(), "now": now}
        lines = made({**wanted, "expires_at": now + timedelta(days=count)})
    shown = Page()
    shown.lines += [(line, "") for line in lines]
    shown.show()
    return ANSWERED


def _uuid(given: str) -> UUID:
    from uuid import UUID

    try:
        return UUID(given)
    except ValueError:
        raise InputError(["ID: expected the id of a token, as the list shows it"]) from None


# --- the lists ------------------------------------------------------------------------------------------------------


def _token_data(each: ApiToken) -> dict[str, Any]:
    from nakomen.norms.answers import instant

    return {
        "id": str(each.pk),
        "name": each.name,
        "for": each.staff.code,
        "scopes": each.scopes,
        "created_at": instant(each.created_at),
        "expires_at": instant(each.expires_at),
        "revoked_at": instant(each.revoked_at),
        "last_used_on": None if each.last_used_on is None else each.last_used_on.isoformat(),
    }


def _client_data(each: ClientShown) -> dict[str, Any]:
    from nakomen.norms.answers import instant

    return {
        "id": each.id,
        "name": each.name,
        "for": None if each.staff is None else each.staff.code,
        "scopes": list(each.scopes),
        "created_at": instant(each.created_at),
        "expires_at": instant(each.expires_at),
    }


def _token_row(each: ApiToken, now: datetime) -> list[str]:
    from nakomen.commands.words import at, on

    state = _state(each.expires_at, now) if each.revoked_at is None else f"ingetrokken op {at(each.revoked_at)}"
    used = f"gebruikt op {on(each.last_used_on)}" if each.last_used_on else "nog niet gebruikt"
    return [str(each.pk), each.name, f"voor {each.staff.code}", f"{state}\n{used}\n{', '.join(each.scopes)}"]


def _client_row(each: ClientShown, now: datetime) -> list[str]:
    code = each.staff.code if each.staff else "–"
    return [each.id, each.name, f"voor {code}", f"{_state(each.expires_at, now)}\n{', '.join(each.scopes)}"]


def _state(until: datetime | None, now: datetime) -> str:
    from nakomen.commands.words import at

    if until is None:
        return "geldt niet"
    return f"geldt tot {at(until)}" if until > now else f"verlopen op {at(until)}"


def _page(what: str, rows: list[list[str]]) -> Page:
    from nakomen.commands.page import Page

    made = Page()
    if rows:
        made.table(rows, indent=0)
    else:
        made.text(f"Er is nog geen {what}. Maak er een: nakomen organisation {what}")
    return made
