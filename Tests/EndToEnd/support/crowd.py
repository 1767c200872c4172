"""Very many clients at once, each with one request on a connection of its own."""
import asyncio
import json
import socket
import struct
import threading
import time
from dataclasses import dataclass

from . import conformance
from .client import Response


@dataclass
class Answer:
    """A response and the seconds that it took."""

    response: Response
    seconds: float


class Crowd:
    """A context manager: sends `requests`, each (method, path, body), all at once for the user of `token`."""

    def __init__(self, port, token, requests, resets=False):
        """`resets` says how those leave who go away: with a reset, as a program that ends does; else in good order."""
        self._port = port
        self._token = token
        self._requests = requests
        self._resets = resets
        self.sent = 0
        self.answers = [None] * len(requests)
        self._failure = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.leave()

    @property
    def waiting(self):
        """How many have no answer yet."""
        return self.answers.count(None)

    def wait(self, within=60):
        """Every answer, in the order of the requests."""
        self._thread.join(within)
        if self._failure:
            raise self._failure
        assert not self._thread.is_alive(), f"{self.waiting} of {len(self.answers)} requests have no answer"
        return self.answers

    def leave(self):
        """Everybody who has no answer yet goes away."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._everybody.cancel)
            self._thread.join(20)

    def _run(self):
        try:
            try:
                self._loop.run_until_complete(self._main())
            except asyncio.CancelledError:
                pass
            # Not while others wait, whom it would keep from reading.
            for (method, path, _), answer in zip(self._requests, self.answers):
                if answer:
                    conformance.check(method, path, answer.response)
        except BaseException as failure:  # noqa: BLE001 - reported by wait()
            self._failure = failure
        finally:
            self._loop.close()

    async def _main(self):
        self._everybody = asyncio.gather(*(self._ask(number) for number in range(len(self._requests))))
        await self._everybody

    async def _ask(self, number):
        method, path, body = self._requests[number]
        content = json.dumps(body).encode() if body is not None else b""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self._token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
        )
        began = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            if self._resets:
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.write(head.encode() + content)
            self.sent += 1
            data = await reader.read()
        finally:
            writer.close()
        self.answers[number] = Answer(parse(data), time.monotonic() - began)


def parse(data):
    """A response that ends with its connection."""
    head, separator, body = data.partition(b"\r\n\r\n")
    assert separator, f"an unfinished response: {data[:200]!r}"
    lines = head.decode("latin-1").split("\r\n")
    headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:]]
    return Response(int(lines[0].split(" ")[1]), headers, body)
