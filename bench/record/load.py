"""Users at work: each in a thread with a connection of its own, asking one thing after another. Reads its plan as JSON.

The plan tells the address, what is asked (one kind, or several in turn), for how many seconds after how many that do
not count, how long a user thinks between two requests, and what each user asks. Imports nothing of the program: it
stands for other machines.
"""

from __future__ import annotations

import http.client
import itertools
import json
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

RIGHT = (200, 201, 302)
"""A page or an act, or led on from what was found to its file."""


@dataclass
class Seen:
    """What one user saw: how long each thing took, and the answers that were not as they should be."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)


class User:
    """One user, with what this user asks of each kind."""

    def __init__(self, address: tuple[str, int], given: dict[str, Any], kinds: list[str], place: int) -> None:
        self._connection = http.client.HTTPConnection(*address, timeout=60)
        self._headers = {"Content-Type": "application/json"}
        if "token" in given:
            self._headers["Authorization"] = f"Bearer {given['token']}"
        if "cookie" in given:
            self._headers |= {"Cookie": given["cookie"], "X-CSRFToken": given["csrf"]}
        turns = [(kind, itertools.cycle(given[kind])) for kind in kinds if kind in given]
        first = place % len(turns)  # not everybody asks for the same at the same time
        self._turns = itertools.cycle(turns[first:] + turns[:first])
        self.seen = Seen()

    def work(self, begin: float, counts_from: float, end: float, think: float) -> None:
        """Asks until the end; what began before it counts is not counted."""
        time.sleep(max(0.0, begin - time.perf_counter()))
        for kind, asked in self._turns:
            begun = time.perf_counter()
            if begun >= end:
                break
            statuses = [self._ask(*request) for request in next(asked)]
            took = time.perf_counter() - begun
            if begun >= counts_from:
                self.seen.seconds.setdefault(kind, []).append(took)
            for status in statuses:
                if status not in RIGHT:
                    self.seen.wrong[str(status)] = self.seen.wrong.get(str(status), 0) + 1
            if think:
                time.sleep(think)
        self._connection.close()

    def _ask(self, method: str, path: str, body: object) -> int:
        headers = dict(self._headers)
        if method == "POST":
            headers["Idempotency-Key"] = uuid.uuid4().hex
        try:
            if isinstance(body, str):
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            sent = body if body is None or isinstance(body, str) else json.dumps(body)
            self._connection.request(method, path, sent, headers)
            answer = self._connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return 0
        return answer.status


def run(plan: dict[str, Any]) -> dict[str, Any]:
    """Everybody at work at once: what each kind of thing took, how many a second, and what went wrong."""
    asking = [each for each in plan["users"] if set(plan["kinds"]) & set(each)]  # not everybody may see everything
    users = [User((plan["host"], plan["port"]), each, plan["kinds"], place) for place, each in enumerate(asking)]
    begin = time.perf_counter() + 0.2
    counts_from, think = begin + plan["warm_up"], plan["think"]
    end = counts_from + plan["seconds"]
    threads = [
        # One after another, so that those who think do not all ask at the same moment.
        threading.Thread(target=user.work, args=(begin + think * place / len(users), counts_from, end, think))
        for place, user in enumerate(users)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds: dict[str, list[float]] = {}
    wrong: dict[str, int] = {}
    for user in users:
        for kind, times in user.seen.seconds.items():
            seconds.setdefault(kind, []).extend(times)
        for status, number in user.seen.wrong.items():
            wrong[status] = wrong.get(status, 0) + number
    return {"seconds": seconds, "wrong": wrong}


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
