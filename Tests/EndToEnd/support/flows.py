"""Clients at work: everything the six endpoints do, checked against what the client itself remembers."""
import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random

from . import tokens
from .waiting import eventually


class Worker:
    """A client that remembers its own tasks. Others may work for the same user, on tasks of theirs."""

    def __init__(self, server, user_id, name):
        self.user_id = user_id
        self.name = name
        self.client = server.client(tokens.token(user_id))
        self.random = Random(name)
        self.tasks = {}
        self.deleted = set()

    def work(self, steps):
        self.create()
        for _ in range(steps - 1):
            self.random.choice([self.create, self.get, self.replace, self.toggle, self.delete, self.list])()

    def create(self):
        title = f"{self.name} é {len(self.tasks) + len(self.deleted)}"
        task = self.client.create(title, description=self.user_id)
        assert (task["title"], task["user_id"], task["completed"]) == (title, self.user_id, False)
        assert task["id"] not in self.tasks and task["id"] not in self.deleted
        self.tasks[task["id"]] = task

    def get(self):
        for task_id in self._some():
            assert self.client.get(f"/api/tasks/{task_id}").task() == self.tasks[task_id]

    def replace(self):
        for task_id in self._some():
            content = {"title": f"{self.name} again", "description": None, "completed": self.random.random() < 0.5}
            task = self.client.put(f"/api/tasks/{task_id}", content).task()
            assert task == {**self.tasks[task_id], **content, "updated_at": task["updated_at"]}
            self.tasks[task_id] = task

    def toggle(self):
        for task_id in self._some():
            task = self.client.patch(f"/api/tasks/{task_id}/complete").task()
            before = self.tasks[task_id]
            assert task == {**before, "completed": not before["completed"], "updated_at": task["updated_at"]}
            self.tasks[task_id] = task

    def delete(self):
        for task_id in self._some():
            assert self.client.delete(f"/api/tasks/{task_id}").status == 204
            del self.tasks[task_id]
            self.deleted.add(task_id)

    def list(self):
        listed = self.client.get("/api/tasks").tasks()
        assert {task["user_id"] for task in listed} <= {self.user_id}
        found = {task["id"]: task for task in listed}
        assert {task_id: found.get(task_id) for task_id in self.tasks} == self.tasks
        assert not self.deleted & set(found)

    def _some(self):
        return [self.random.choice(sorted(self.tasks))] if self.tasks else []


def work_at_once(server, users=8, clients_per_user=2, steps=25):
    """Lets all clients work at once, then looks for traces of one user at another's. Returns whose task is whose, by id."""
    workers = [
        Worker(server, user_id, f"{user_id}/{number}")
        for user_id in [tokens.user(f"flow-{index}") for index in range(users)]
        for number in range(clients_per_user)
    ]
    with ThreadPoolExecutor(len(workers)) as pool:
        for done in [pool.submit(worker.work, steps) for worker in workers]:
            done.result(120)
    for worker in workers:
        worker.list()
        stranger = next(other for other in workers if other.user_id != worker.user_id)
        for task_id in stranger.tasks:
            worker.client.get(f"/api/tasks/{task_id}").error(404, "NOT_FOUND", "Task not found")
    return {task_id: worker.user_id for worker in workers for task_id in worker.tasks}


class Writers:
    """A context manager: clients that create tasks all the while, and the books on what they were told."""

    # No answer may take longer, whatever happens to the database.
    deadline = 17

    def __init__(self, server, count=6):
        self.server = server
        self.count = count
        self.acknowledged = {}
        self.refused = 0
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(count)
        self._running = []

    def __enter__(self):
        self._running = [self._pool.submit(self._write, f"Writer {number}") for number in range(self.count)]
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._pool.shutdown()
        for done in self._running:
            done.result()

    def _write(self, name):
        client = self.server.client(tokens.token(name), timeout=self.deadline)
        number = 0
        while not self._stop.is_set():
            number += 1
            title = f"{name} {number}"
            response = client.post("/api/tasks", {"title": title})
            if response.status == 201:
                self.acknowledged[title] = response.task(201)["id"]
            else:
                response.error(503, "SERVICE_UNAVAILABLE")
                assert int(response.header("Retry-After")) >= 0
                self.refused += 1
                # A refused client comes back; it does not spin.
                self._stop.wait(0.02)

    def reach(self, count, within=40):
        """Waits until that many more tasks have been acknowledged."""
        goal = len(self.acknowledged) + count

        def reached():
            for done in self._running:
                if done.done():
                    done.result()
            return len(self.acknowledged) >= goal

        eventually(reached, within, f"{count} more tasks")

    def check(self, database):
        """Nothing that was acknowledged is missing, and nothing is there twice."""
        rows = database.query("select title, id from tasks where title like 'Writer %'")
        stored = dict(rows)
        assert len(rows) == len(stored), "a task was made twice"
        assert {title: stored.get(title) for title in self.acknowledged} == self.acknowledged
