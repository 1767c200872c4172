"""Steady load by several users who keep books of every answer."""
import threading
import time
from collections import Counter

from .books import balance
from .waiting import eventually
from .worker import LONGEST, Worker


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
        unserved = lambda: [worker for worker in self.workers if worker.last_success <= since]  # noqa: E731
        try:
            self.until(lambda: not unserved(), within, "success for every user")
        except AssertionError:
            now = time.monotonic()
            for worker in unserved():
                method, path, began, status = worker.latest
                print(f"{worker.user_id}: {method} {path} {now - began:.1f} s ago, {status}; {dict(worker.kinds)}")
            raise
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
