"""Faults that come and go by themselves, for a run that picks them by chance."""
import signal
import time

from .behaviours import Corrupt, Delay, Forward, Hold, Refuse, ResetInAnswer, Swallow


def last(load, seconds):
    """The fault goes on for so long; fails early when an answer is wrong."""
    end = time.monotonic() + seconds
    load.until(lambda: time.monotonic() > end, seconds + 5)


def network(make):
    """A fault of the network."""

    def fault(database, proxy, load, seconds):
        proxy.behave(make())
        last(load, seconds)
        proxy.behave(Forward())

    return fault


def stop(how):
    """PostgreSQL is shut down and started again."""

    def fault(database, proxy, load, seconds):
        database.cluster.stop(how)
        last(load, seconds)
        database.cluster.start()

    return fault


def stand_still(database, proxy, load, seconds):
    with database.cluster.paused():
        last(load, seconds)


def end_sessions(database, proxy, load, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        database.end_sessions()
        last(load, 0.2)


def read_only(database, proxy, load, seconds):
    database.cluster.configure(default_transaction_read_only="on")
    last(load, seconds)
    database.cluster.configure(default_transaction_read_only=None)


FAULTS = [
    ("connection refused", network(Refuse)),
    ("black hole, delivered later", network(Hold)),
    ("black hole, nothing delivered", network(Swallow)),
    ("reset in mid-result", network(lambda: ResetInAnswer(1, 4000))),
    ("delays", network(lambda: Delay(0.05, 0.2, piece=256))),
    ("slow trickle", network(lambda: Delay(0, 0.01, piece=16, pause=0.01))),
    ("damaged stream", network(lambda: Corrupt(["insert"], share=0.02))),
    ("immediate shutdown", stop(signal.SIGQUIT)),
    ("fast shutdown", stop(signal.SIGINT)),
    ("SIGSTOP", stand_still),
    ("pg_terminate_backend", end_sessions),
    ("read-only", read_only),
]
