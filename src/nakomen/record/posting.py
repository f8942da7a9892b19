"""Sending to an address that a customer chose: only to where everybody can go, and never further than asked.

An address is resolved once; each answer must be a public one, and the connection goes to the very answer that was
looked at, so that a name cannot lead inside by changing its mind. No redirect is followed, nothing is read beyond the
status, and a try as a whole ends after ten seconds, however slowly names are found or the other side speaks.
"""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, ip_address
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

TIME_OUT = 10.0
"""Seconds that a try can take, from looking up the name to the status."""
LONGEST = 500
LATE = "no answer in time"


class AddressError(ValueError):
    """An address that nothing is sent to; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How it went: the status that came back, else in a word why none came. `heard` tells a status of 200 to 299."""

    status: int | None
    error: str = ""

    @property
    def heard(self) -> bool:
        """Whether the receiver said that it has the message."""
        return self.status is not None and 200 <= self.status < 300


def check(url: str, *, loopback: bool = False) -> None:
    """Raise AddressError where the form of an address tells already that nothing can be sent to it.

    `loopback` lets plain http through to this machine itself, for trying things out.
    """
    parts = _split(url)
    local = loopback and _is_loopback(parts.hostname or "")
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise AddressError("an https address")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise AddressError("an address without a user, a password or a fragment")
    literal = _literal(parts.hostname or "")
    if literal is not None and not literal.is_global and not local:
        raise AddressError("an address on the public internet")


def post(url: str, body: bytes, headers: Mapping[str, str], *, loopback: bool = False) -> Sent:
    """Send a JSON body once. Never raises for what the other side does: that is told in a word."""
    deadline = monotonic() + TIME_OUT
    try:
        check(url, loopback=loopback)
        parts = _split(url)
        address = _looked_up(parts, deadline, loopback=loopback)
    except AddressError:
        return Sent(None, "address refused")
    except TimeoutError:
        return Sent(None, LATE)
    except OSError:
        return Sent(None, "name not found")
    connection = HTTPConnection(parts.hostname or "", parts.port or _port(parts))
    watch: Timer | None = None
    try:
        connection.sock = _opened(parts, address, deadline)
        watch = _watched(connection, deadline)
        if isinstance(connection.sock, ssl.SSLSocket):
            connection.sock.do_handshake()
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {"Content-Type": "application/json", "User-Agent": "Nakomen", **headers})
        return Sent(connection.getresponse().status)
    except (OSError, HTTPException) as error:
        return Sent(None, LATE if monotonic() >= deadline else _word(error))
    finally:
        if watch is not None:
            watch.cancel()
        connection.close()


def _split(url: str) -> SplitResult:
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise AddressError(f"an address of at most {LONGEST} plain characters")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise AddressError("an https address") from None
    if not parts.hostname:
        raise AddressError("an https address with a host")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_loopback(host: str) -> bool:
    literal = _literal(host)
    return host == "localhost" or (literal is not None and literal.is_loopback)


def _resolved(parts: SplitResult, *, loopback: bool) -> str:
    """An address of the host, all of whose addresses are public. Raises AddressError, OSError."""
    found = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    addresses = [ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    for address in addresses:
        inner = address.ipv4_mapped if isinstance(address, IPv6Address) and address.ipv4_mapped else address
        if not (inner.is_global and not inner.is_multicast) and not (loopback and inner.is_loopback):
            raise AddressError("an address on the public internet")
    if not addresses:
        raise AddressError("a host that has an address")
    return str(addresses[0])


def _looked_up(parts: SplitResult, deadline: float, *, loopback: bool) -> str:
    """`_resolved` within the time that there is: the system's own look-up takes as long as its name servers do.

    Raises TimeoutError too; what is found after that is thrown away.
    """
    found: SimpleQueue[str | OSError | AddressError] = SimpleQueue()

    def look_up() -> None:
        try:
            found.put(_resolved(parts, loopback=loopback))
        except (OSError, AddressError) as error:
            found.put(error)

    Thread(target=look_up, daemon=True).start()
    try:
        outcome = found.get(timeout=_left(deadline))
    except Empty:
        raise TimeoutError from None
    if isinstance(outcome, str):
        return outcome
    raise outcome


def _opened(parts: SplitResult, address: str, deadline: float) -> socket.socket:
    """A connection to that very address; by TLS the other side must still show that it is who the name says."""
    plain = socket.create_connection((address, _port(parts)), timeout=_left(deadline))
    try:
        plain.settimeout(_left(deadline))
        if parts.scheme != "https":
            return plain
        context = ssl.create_default_context()
        return context.wrap_socket(plain, server_hostname=parts.hostname, do_handshake_on_connect=False)
    except BaseException:
        plain.close()
        raise


def _left(deadline: float) -> float:
    """The seconds until then. Raises TimeoutError when there are none."""
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _watched(connection: HTTPConnection, deadline: float) -> Timer:
    """Cuts the connection when time is up: a time-out of its own would begin again with each byte that comes in."""
    watch = Timer(_left(deadline), _cut, [connection])
    watch.daemon = True
    watch.start()
    return watch


def _cut(connection: HTTPConnection) -> None:
    """Time is up: whoever waits for the other side waits no longer."""
    found: socket.socket | None = connection.sock
    if found is not None:
        with suppress(OSError):  # it was over just now
            found.shutdown(socket.SHUT_RDWR)


def _word(error: Exception) -> str:
    """Why no answer came, without what the other side said."""
    if isinstance(error, TimeoutError):
        return LATE
    if isinstance(error, ssl.SSLError):
        return "certificate refused"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    return "connection broken"
