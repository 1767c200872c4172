"""What is asked of the service, as requests ready to be sent."""
import json
import random
from dataclasses import dataclass
from typing import Callable

from support import tokens

from .population import COLLECTOR, EXPIRY, bearer


@dataclass(frozen=True)
class Workload:
    """`request` makes one request of a random number generator and of `Senders`."""

    name: str
    title: str
    request: Callable
    changes: bool = False
    status: int = 200

    def deck(self, population, users, size, seed=1):
        """Requests in random order, which are sent one after another, again and again."""
        senders = Senders(population, users)
        chance = random.Random(seed)
        return [self.request(chance, senders).encode() for _ in range(size)]


class Senders:
    """Users with tokens."""

    def __init__(self, population, users):
        self.population = population
        self.users = list(users)
        self._tokens = {}

    def pick(self, chance):
        user = chance.choice(self.users)
        return user, self.population.task(user, chance.randrange(self.population.tasks)), self.bearer(self.population.user(user))

    def bearer(self, user):
        if user not in self._tokens:
            self._tokens[user] = bearer(user)
        return self._tokens[user]


def get(chance, senders):
    _, task, authorization = senders.pick(chance)
    return head("GET", f"/api/tasks/{task}", authorization)


def list_all(chance, senders):
    _, _, authorization = senders.pick(chance)
    return head("GET", "/api/tasks", authorization)


def create(chance, senders):
    _, _, authorization = senders.pick(chance)
    body = json.dumps(new_task(chance.randrange(16)), ensure_ascii=False)
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n"
    return head("POST", "/api/tasks", authorization + kind, body)


def new_task(variant):
    task = {"title": f"New task {variant} of the load"}
    if variant % 4 > 0:
        task["description"] = f'Created under load, variant {variant}, with a "quoted" word and an accent: déjà vu.'
    return task


def toggle(chance, senders):
    _, task, authorization = senders.pick(chance)
    return head("PATCH", f"/api/tasks/{task}/complete", authorization)


def mix(chance, senders):
    return chance.choices([get, list_all, create, toggle], MIX)[0](chance, senders)


# Of ten requests.
MIX = (5, 3, 1, 1)


def list_collected(_, senders):
    return head("GET", "/api/tasks", senders.bearer(COLLECTOR))


def unauthorised(chance, senders):
    """Wrong signatures, a token that has expired, none at all."""
    user, task, _ = senders.pick(chance)
    user = senders.population.user(user)
    authorization = chance.choice([
        lambda: f"Authorization: Bearer {tokens.token(user, secret='x' * 32, exp=EXPIRY)}\r\n",
        lambda: f"Authorization: Bearer {tokens.token(user, iat=1, exp=3600)}\r\n",
        lambda: "",
    ])()
    return head("GET", f"/api/tasks/{task}", authorization)


def head(method, path, fields, body=""):
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{fields}\r\n{body}"


W1 = Workload("W1", "get a task", get)
W2 = Workload("W2", "list 100 tasks", list_all)
W3 = Workload("W3", "create a task", create, changes=True, status=201)
W4 = Workload("W4", "toggle a task", toggle, changes=True)
W5 = Workload("W5", "mix: 5 get, 3 list, 1 create, 1 toggle", mix, changes=True)
W6 = Workload("W6", "list 10,000 tasks", list_collected)
W7 = Workload("W7", "refuse: wrong, expired or no token", unauthorised, status=401)
ALL = (W1, W2, W3, W4, W5, W6, W7)
