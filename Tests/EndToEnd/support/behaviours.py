"""What a proxy does with the bytes that reach it: each class is one thing that networks do."""
import asyncio
import random


class Forward:
    """Passes everything on."""

    accepts = True

    async def relay(self, link, data, is_answer, proxy):
        await link.send(data, is_answer)


class Refuse(Forward):
    """Refuses new connections and resets those that are open."""

    accepts = False


class Hold(Forward):
    """Keeps everything back; what follows this behaviour decides about it."""

    async def relay(self, link, data, is_answer, proxy):
        while proxy.behaviour is self:
            await proxy.changed()
        await proxy.behaviour.relay(link, data, is_answer, proxy)


class Swallow(Forward):
    """Throws everything away; connections that it touched or saw stay silent for ever."""

    async def relay(self, link, data, is_answer, proxy):
        link.is_silent = True


class FallSilent(Forward):
    """Lets connections be made, and then throws away what is said over them; they stay silent for ever."""

    READY_FOR_QUERY = b"Z\0\0\0\x05I"

    def __init__(self):
        self.silenced = 0

    async def relay(self, link, data, is_answer, proxy):
        await link.send(data, is_answer)
        if is_answer and data.endswith(self.READY_FOR_QUERY):
            link.is_silent = True
            self.silenced += 1


class Delay(Forward):
    """Lets each burst wait, then passes it on piece by piece."""

    def __init__(self, shortest, longest, piece=512, pause=0.0, seed=1):
        self.shortest, self.longest, self.piece, self.pause = shortest, longest, piece, pause
        self.random = random.Random(seed)

    async def relay(self, link, data, is_answer, proxy):
        await asyncio.sleep(self.random.uniform(self.shortest, self.longest))
        for start in range(0, len(data), self.piece):
            await link.send(data[start : start + self.piece], is_answer)
            await asyncio.sleep(self.pause)


class ResetInAnswer(Forward):
    """Passes a random number of bytes of each connection's answers, then resets it, in the middle of whatever it is."""

    def __init__(self, least, most, seed=1):
        self.least, self.most = least, most
        self.random = random.Random(seed)
        self.limits = {}

    async def relay(self, link, data, is_answer, proxy):
        if is_answer:
            limit = self.limits.setdefault(link, link.answered + self.random.randint(self.least, self.most))
            if link.answered + len(data) >= limit:
                await link.send(data[: limit - link.answered], is_answer)
                return link.reset()
        await link.send(data, is_answer)


class Corrupt(Forward):
    """Damages a share of the answers: `flip` a byte, `drop` what came in one piece, `insert` rubbish, or any of them."""

    def __init__(self, kinds=("flip", "drop", "insert"), share=0.05, seed=1):
        self.kinds, self.share = kinds, share
        self.random = random.Random(seed)
        self.damaged = 0

    async def relay(self, link, data, is_answer, proxy):
        if is_answer and self.random.random() < self.share:
            self.damaged += 1
            data = self.damage(bytearray(data), self.random.choice(self.kinds))
        await link.send(data, is_answer)

    def damage(self, data, kind):
        if kind == "drop":
            return b""
        position = self.random.randrange(len(data))
        if kind == "flip":
            data[position] ^= 1 << self.random.randrange(8)
        else:
            data[position:position] = self.random.randbytes(self.random.randint(1, 64))
        return data


class DamageRows(Forward):
    """Damages the last row of each connection's next answer that has one and holds `text`, in this way, and nothing else."""

    def __init__(self, damage, text=b""):
        self.damage = damage
        self.text = text
        self.links = set()

    @classmethod
    def lengths(cls, text=b""):
        """The message seems to be 16 MiB longer than it is, so it seems never to end."""
        return cls(lambda data, start: data.__setitem__(start + 1, data[start + 1] | 1), text)

    @classmethod
    def types(cls):
        """The row becomes a piece of a COPY, which clients pass over where none is under way."""
        return cls(lambda data, start: data.__setitem__(start, ord("d")))

    async def relay(self, link, data, is_answer, proxy):
        data = bytearray(data)
        rows = [start for start, kind in _messages(data) if kind == ord("D")] if is_answer else []
        if rows and self.text in data and link not in self.links:
            self.links.add(link)
            self.damage(data, rows[-1])
        await link.send(data, is_answer)


class DamageOneGreeting(Forward):
    """Damages the process number in the next connection's greeting (BackendKeyData), and nothing else."""

    def __init__(self):
        self.is_done = False

    async def relay(self, link, data, is_answer, proxy):
        data = bytearray(data)
        keys = [start for start, kind in _messages(data) if kind == ord("K")] if is_answer and not self.is_done else []
        if keys:
            self.is_done = True
            data[keys[0] + 7] ^= 1
        await link.send(data, is_answer)


class DamageNumber(Forward):
    """Damages each cell of eight bytes that holds this number: it becomes negative."""

    def __init__(self, number):
        self.cell = (8).to_bytes(4) + number.to_bytes(8)
        self.damaged = 0

    async def relay(self, link, data, is_answer, proxy):
        if is_answer and self.cell in data:
            self.damaged += 1
            data = data.replace(self.cell, self.cell[:4] + b"\x80" + self.cell[5:])
        await link.send(data, is_answer)


def _messages(data):
    """Where each message of PostgreSQL's protocol starts, and its type, in a piece that starts with one."""
    start = 0
    while start + 5 <= len(data):
        yield start, data[start]
        start += 1 + int.from_bytes(data[start + 1 : start + 5])


class LoseOneAnswer(Forward):
    """Drops the first piece of an answer that comes, and nothing else."""

    def __init__(self):
        self.is_lost = False

    async def relay(self, link, data, is_answer, proxy):
        if is_answer and not self.is_lost:
            self.is_lost = True
        else:
            await link.send(data, is_answer)
