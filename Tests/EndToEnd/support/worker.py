"""One user under load, who keeps books of every answer."""
import http.client
import itertools
import threading
import time
from collections import Counter

from . import tokens
from .books import Books

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
        # The last request, when it was made, and its status, which is `None` while there is no answer.
        self.latest = None
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

    # Writes

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

    # Reads

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

    # Judging answers

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
        self.latest = (method, path, began, None)
        try:
            response = self.client.request(method, path, json_body)
        except (OSError, http.client.HTTPException) as problem:
            assert self.load.may_break, f"{method} {path}: {problem!r}"
            self.kinds["broken off"] += 1
            # Nobody listens: do not ask again at once.
            time.sleep(0.01)
            return "unknown", None
        now = time.monotonic()
        self.latest = (method, path, began, response.status)
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
