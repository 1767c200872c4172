"""Waiting for a condition, never for a length of time."""
import socket
import time


def eventually(condition, within=15.0, what="the condition"):
    """Polls until `condition()` is true and returns what it returned; fails when `within` seconds have passed."""
    deadline = time.monotonic() + within
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come within {within} s")
        time.sleep(0.02)


def free_port():
    """A TCP port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
