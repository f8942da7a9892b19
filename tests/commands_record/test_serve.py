"""`nakomen serve` listens where it is told to."""

from __future__ import annotations

import socket
import time
from http.client import HTTPConnection

import pytest

from nakomen.case_files import InputError
from nakomen.commands.serve import address
from tests.commands_record.running import Place


@pytest.mark.parametrize(("given", "found"), [("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("localhost", "127.0.0.1")])
def test_a_host_is_an_address_or_a_name(given: str, found: str) -> None:
    assert address("--host", given) == found


@pytest.mark.parametrize("given", ["", "nergens.invalid", "127.0.0.1:80", "a" * 300, ".."])
def test_a_host_that_is_not_known_is_told_so(given: str) -> None:
    with pytest.raises(InputError) as error:
        address("--host", given)
    (problem,) = error.value.problems
    assert problem.startswith("--host: expected an IP address or a host name that is known, not ")


def test_serve_answers_under_a_name(on_sqlite: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    with on_sqlite.started("serve", "--host", "localhost", "--port", port) as running:
        assert _answers(port)
        running.terminate()
        running.communicate(timeout=30)


def test_serve_refuses_a_name_that_is_not_known(on_sqlite: Place) -> None:
    refused = on_sqlite.run("serve", "--host", "nergens.invalid")
    assert refused.status == 2
    assert refused.problems == [
        "--host: expected an IP address or a host name that is known, not nergens.invalid",
    ]


def _answers(port: int) -> bool:
    for _ in range(300):
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except ConnectionError:
            time.sleep(0.1)
        finally:
            connection.close()
    return False
