"""A TCP proxy with switchable faults: what a network does between a server and its database."""
import asyncio
import contextlib
import socket
import struct
import threading

from .behaviours import Forward, Hold, Swallow
from .waiting import free_port


class Link:
    """One connection through the proxy: the client's side and the target's."""

    def __init__(self, client, target):
        self.client = client
        self.target = target
        # Whether nothing passes any longer, not even the end of the connection.
        self.is_silent = False
        # How many bytes of answers have passed.
        self.answered = 0

    async def send(self, data, is_answer):
        writer = self.client if is_answer else self.target
        if is_answer:
            self.answered += len(data)
        writer.write(data)
        await writer.drain()

    def reset(self):
        """Ends both sides with a TCP reset."""
        for writer in (self.client, self.target):
            raw = writer.get_extra_info("socket")
            with contextlib.suppress(OSError):
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()


class Proxy:
    """Listens on a loopback port and relays to another by its present behaviour; a context manager with a thread of its own."""

    def __init__(self, target_port):
        self.target_port = target_port
        self.port = free_port()
        self.behaviour = Forward()
        self._links = set()
        self._tasks = set()
        self._unanswered = []
        self._listener = None
        self._is_closing = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)

    def __enter__(self):
        self._change = asyncio.Event()
        self._thread.start()
        self._run(self._listen())
        return self

    def __exit__(self, *_):
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def behave(self, behaviour):
        """Changes what happens to every byte from now on, on open connections too."""
        self._run(self._behave(behaviour))

    def lead_to(self, port):
        """Relays to another port from now on, and resets the connections that are open."""
        self.target_port = port
        self.reset_links()

    def reset_links(self):
        """Resets the connections that are open now."""
        self._run(self._reset_links())

    async def changed(self):
        """Waits for the next change of behaviour."""
        await self._change.wait()

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _behave(self, behaviour):
        if isinstance(self.behaviour, Swallow):
            for link in self._links:
                link.is_silent = True
        self.behaviour = behaviour
        self._change.set()
        self._change = asyncio.Event()
        if behaviour.accepts:
            await self._listen()
        else:
            await self._refuse()
            await self._reset_links()

    async def _listen(self):
        if self._listener is None:
            self._listener = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def _refuse(self):
        if self._listener is not None:
            # Open connections live on: only the listening socket is closed.
            self._listener.close()
            self._listener = None

    async def _reset_links(self):
        for link in list(self._links):
            link.reset()

    async def _close(self):
        self._is_closing = True
        await self._refuse()
        await self._reset_links()
        for _, client in self._unanswered:
            client.transport.abort()
        # Among them may be connections that were accepted and are not led on yet.
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(others)

    async def _serve(self, client_reader, client):
        if isinstance(self.behaviour, Swallow):
            # Nobody is there; the connection is kept, or else it would be closed.
            self._unanswered.append((client_reader, client))
            return
        try:
            target_reader, target = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            client.transport.abort()
            return
        link = Link(client, target)
        if self._is_closing:
            link.reset()
            return
        self._links.add(link)
        for reader, is_answer in ((client_reader, False), (target_reader, True)):
            task = asyncio.create_task(self._pump(link, reader, is_answer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pump(self, link, reader, is_answer):
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if not link.is_silent:
                    await self.behaviour.relay(link, data, is_answer, self)
        while isinstance(self.behaviour, Hold):
            await self.changed()
        if not link.is_silent and not isinstance(self.behaviour, Swallow):
            link.client.close()
            link.target.close()
