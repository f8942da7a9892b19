"""A kind is made ready when it is first asked for, also where several threads first ask for it at the same moment."""

import subprocess
import sys

PROGRAM = """
import sys, threading
from nakomen.acts import kind_class, kinds

sys.setswitchinterval(1e-6)
wrong = []


def build(kind, barrier):
    barrier.wait()
    try:
        kind_class(kind)(on=None)
    except TypeError as error:
        if "missing" not in str(error):
            wrong.append((kind, error))
    except Exception as error:
        wrong.append((kind, error))


for kind in kinds():
    barrier = threading.Barrier(4)
    threads = [threading.Thread(target=build, args=(kind, barrier)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(len(wrong), *wrong[:3])
"""


def test_threads_that_first_ask_for_a_kind_together_all_get_it_whole() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "0\n"
