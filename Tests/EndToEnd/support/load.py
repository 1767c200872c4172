"""Steady load by several users who keep books of every answer."""
import http.client
import itertools
import threading
import time
from collections import Counter

from . import tokens
from .books import Books, balance
from .waiting import eventually

# The time that a query may take, and a margin for a busy machine.
LONGEST = 15 + 3

UNKNOWN = "The change may or may not have been made"


class Worker(threading.Thread):
    """One user: creates, replaces, toggles, deletes and reads tasks, one request after the other.

    With `tolerant`, answers of 500 and 404 are counted instead of complained about: for what reads a damaged stream.
    """

    def __init__(self, number, load, tolerant=False):
        super().__init__(daemon=True)
        self.user_id = tokens.user(f"writer-{number}")
        self.load = load
        self.client = load.server.client(tokens.token(self.user_id), timeout=LONGEST + 5)
        self.tolerant = tolerant
        self.books = Books(self.user_id)
        self.kinds = Counter()
        self.longest = 0.0
        self.last_success = 0.0
        self.last_write = 0.0
        self.problem = None
        self.is_paused = False
        self.erasable = []
        self.numbers = itertools.count(1)

    def run(self):
        steps = itertools.cycle(
            [self.create, self.toggle, self.read, self.replace, self.create, self.erase, self.list, self.find]
        )
        try:
            while not self.load.is_stopping:
                if self.load.goes_on(self):
                    next(steps)()
                    time.sleep(self.load.interval)
        except BaseException as problem:  # noqa: BLE001 - reported by whoever waits for the load
            self.problem = problem

    # MARK: Writes

    def create(self):
        title = self.title("task")
        kind, response = self.request("POST", "/api/tasks", {"title": title}, 201)
        if kind == "acknowledged":
            task = response.json()
            self.check(task, title=title)
            self.books.created[title] = task["id"]
            self.adopt(title, task["id"])
        elif kind == "refused":
            self.books.refused.add(title)
        else:
            self.books.unknown.add(title)

    def adopt(self, title, task_id):
        """The first two tasks are kept for changes; the others may be deleted."""
        if not self.books.toggled_title:
            self.books.toggled_title = title
        elif not self.books.replaced_id:
            self.books.replaced_id, self.books.replaced = task_id, title
        else:
            self.erasable.append(title)

    def toggle(self):
        if self.books.toggled_title:
            task_id = self.books.created[self.books.toggled_title]
            kind, response = self.request("PATCH", f"/api/tasks/{task_id}/complete", None, 200)
            self.count(self.books.toggles, kind)
            if kind == "acknowledged":
                self.check(response.json(), task_id, self.books.toggled_title)

    def replace(self):
        if self.books.replaced_id:
            title = self.title("replaced")
            change = {"title": title, "completed": False}
            kind, response = self.request("PUT", f"/api/tasks/{self.books.replaced_id}", change, 200)
            self.count(self.books.replacements, kind)
            if kind == "acknowledged":
                self.check(response.json(), self.books.replaced_id, title)
                self.books.replaced = title
            elif kind == "unknown":
                self.books.perhaps_replaced.add(title)

    def erase(self):
        if self.erasable:
            title = self.erasable.pop(0)
            kind, _ = self.request("DELETE", f"/api/tasks/{self.books.created[title]}", None, 204)
            if kind == "acknowledged":
                self.books.deleted.add(title)
            elif kind == "unknown":
                self.books.perhaps_deleted.add(title)

    # MARK: Reads

    def read(self):
        if self.erasable:
            title = self.erasable[-1]
            kind, response = self.request("GET", f"/api/tasks/{self.books.created[title]}", None, 200)
            if kind == "acknowledged":
                self.check(response.json(), self.books.created[title], title)

    def find(self):
        if self.books.replaced_id:
            kind, response = self.request("GET", f"/api/tasks/{self.books.replaced_id}", None, 200)
            if kind == "acknowledged":
                self.check(response.json(), self.books.replaced_id)

    def list(self):
        kind, response = self.request("GET", "/api/tasks?completed=true", None, 200)
        if kind == "acknowledged":
            for task in response.json()["tasks"]:
                self.check(task)

    # MARK: Judging answers

    def title(self, kind):
        return f"{self.user_id} {kind} {next(self.numbers)}"

    def check(self, task, task_id=None, title=None):
        """The task is this user's, and the one that was asked for."""
        self.load.compare(self, task, task_id, title)

    def count(self, changes, kind):
        changes.acknowledged += kind == "acknowledged"
        changes.unknown += kind == "unknown"

    def request(self, method, path, json_body, success):
        """The kind of the answer, `acknowledged`, `refused` or `unknown`, and the answer."""
        began = time.monotonic()
        try:
            response = self.client.request(method, path, json_body)
        except (OSError, http.client.HTTPException) as problem:
            assert self.load.may_break, f"{method} {path}: {problem!r}"
            self.kinds["broken off"] += 1
            # Nobody listens: do not ask again at once.
            time.sleep(0.01)
            return "unknown", None
        now = time.monotonic()
        self.longest = max(self.longest, now - began)
        assert now - began < LONGEST, f"{method} {path} was answered after {now - began:.1f} s"
        if response.status == success:
            self.kinds["success"] += 1
            self.last_success = began
            if method != "GET":
                self.last_write = now
            return "acknowledged", response
        if response.status == 503:
            error = response.error(503, "SERVICE_UNAVAILABLE")
            assert int(response.header("Retry-After")) >= 0
            kind = "unknown" if error["message"] == UNKNOWN else "refused"
            assert kind == "refused" or method != "GET", "a read has no outcome that could be unknown"
            self.kinds[f"503 {kind}"] += 1
            return kind, response
        assert self.tolerant and response.status in (404, 500), (method, path, response.status, response.body[:300])
        response.error(response.status, {404: "NOT_FOUND", 500: "INTERNAL_ERROR"}[response.status])
        self.kinds[str(response.status)] += 1
        return "unknown", response


class Load:
    """Workers on one server; a context manager that stops them."""

    def __init__(self, server, workers=6, tolerant=False, interval=0.0):
        self.server = server
        # How long each user rests between two requests.
        self.interval = interval
        self.is_stopping = False
        # Whether answers may fail to come, because the server is killed.
        self.may_break = False
        self.running = threading.Event()
        self.running.set()
        # Guards `running` and the workers' `is_paused` together.
        self.switch = threading.Lock()
        self.workers = [Worker(number, self, tolerant) for number in range(workers)]

    def __enter__(self):
        for worker in self.workers:
            worker.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Ends the load; every request that is under way is answered first."""
        self.is_stopping = True
        self.running.set()
        for worker in self.workers:
            worker.join(LONGEST + 10)
        assert not any(worker.is_alive() for worker in self.workers), "a request is never answered"
        self.raise_problems()

    def pause(self):
        """Returns once every request that is under way has been answered; no other is made before `resume`."""
        self.running.clear()
        self.until(lambda: all(worker.is_paused for worker in self.workers), LONGEST + 5, "an answer to every request")

    def resume(self):
        with self.switch:
            for worker in self.workers:
                worker.is_paused = False
            self.running.set()

    def goes_on(self, worker):
        """Whether the worker is to make its next request; otherwise waits until the load goes on."""
        with self.switch:
            worker.is_paused = not self.running.is_set()
        self.running.wait()
        return not worker.is_paused

    def raise_problems(self):
        for worker in self.workers:
            if worker.problem:
                raise worker.problem

    @property
    def kinds(self):
        return sum((worker.kinds for worker in self.workers), Counter())

    @property
    def acknowledged(self):
        return sum(worker.books.acknowledged for worker in self.workers)

    @property
    def longest(self):
        return max(worker.longest for worker in self.workers)

    def until(self, condition, within=40, what="progress"):
        """Waits for a condition, and fails at once when a worker has found something wrong."""

        def holds():
            self.raise_problems()
            return condition()

        return eventually(holds, within, what)

    def until_acknowledged(self, count, within=40):
        """Waits for `count` more acknowledged writes."""
        enough = self.acknowledged + count
        self.until(lambda: self.acknowledged >= enough, within, f"{count} more acknowledged writes")

    def until_not_served(self, count, within=40):
        """Waits for `count` more answers that are no success."""
        answers = lambda: sum(number for kind, number in self.kinds.items() if kind != "success")  # noqa: E731
        enough = answers() + count
        self.until(lambda: answers() >= enough, within, f"{count} more refusals")

    def until_recovered(self, since, within):
        """Waits until a write that is answered after `since` is acknowledged; returns how long that took."""
        self.until(lambda: any(worker.last_write > since for worker in self.workers), within, "an acknowledged write")
        return min(worker.last_write for worker in self.workers if worker.last_write > since) - since

    def until_all_served(self, since, within=LONGEST * 2):
        """Waits until every user has been served a request made after `since`; returns how long that took."""
        self.until(lambda: all(worker.last_success > since for worker in self.workers), within, "success for every user")
        return time.monotonic() - since

    def compare(self, worker, task, task_id, title):
        """No answer may carry another user's task, or another task than the one that was asked for."""
        assert task["user_id"] == worker.user_id, (task, worker.user_id)
        others = [other.user_id for other in self.workers if other is not worker]
        assert not any(other in task["title"] for other in others), (task, worker.user_id)
        if task_id is not None:
            assert task["id"] == task_id, (task, task_id)
        if title is not None and not worker.tolerant:
            assert task["title"] == title, (task, title)

    def balance(self, database):
        return balance([worker.books for worker in self.workers], database)
