"""Whether every contestant does what it is timed for, before it is timed."""
from support import tokens

from .population import COLLECTOR, EXPIRY
from .workloads import W1, W2, W3, W4, W5, W6, W7, new_task

COLUMNS = "id, title, description, completed, created_at, updated_at, version"
SAMPLE = 20


class Rows:
    """The tasks as the superuser sees them."""

    def __init__(self, database, population):
        self.database = database
        self.population = population

    def task(self, task):
        [row] = self.database.query(f"select {COLUMNS} from tasks where id = %s", [task])
        return row

    def of(self, user):
        """The newest first, as lists are."""
        return self.database.query(
            f"select {COLUMNS} from tasks where user_id = %s order by created_at desc, id desc", [user]
        )

    def completed(self):
        return dict(self.database.query("select id, completed from tasks"))

    def versions(self):
        """(how many tasks there are, how often they were changed)."""
        [totals] = self.database.query("select count(*), sum(version - 1)::bigint from tasks")
        return totals


def check_service(service, rows):
    """The server's JSON is what is in the table."""
    population = service.population
    for user, task in population.sample(SAMPLE):
        client = service.server.client(tokens.token(population.user(user), exp=EXPIRY), is_documented=False)
        owner = population.user(user)
        same(W1, client.get(f"/api/tasks/{task}").task(), as_json(rows.task(task), owner))
        same(W2, client.get("/api/tasks").tasks(), [as_json(row, owner) for row in rows.of(owner)])
        created = client.post("/api/tasks", new_task(task % 16)).task(201)
        same(W3, created, as_json(rows.task(created["id"]), owner))
        same(W3, {"description": None, **new_task(task % 16)}, {key: created[key] for key in ("title", "description")})
        toggled = client.patch(f"/api/tasks/{task}/complete").task()
        same(W4, toggled, as_json(rows.task(task), owner))
    client = service.server.client(tokens.token(COLLECTOR, exp=EXPIRY), is_documented=False)
    same(W6, client.get("/api/tasks").tasks(), [as_json(row, COLLECTOR) for row in rows.of(COLLECTOR)])
    if service.population.collected:
        same(W6, len(rows.of(COLLECTOR)), population.collected)
    for request in W7.deck(population, service.users, SAMPLE):
        lines = request.decode().split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines[1:] if line)
        path = lines[0].split(" ")[1]
        same(W7, service.server.client(is_documented=False).get(path, headers=fields).status, 401)


def as_json(row, owner):
    """A row as the API shows it."""
    task, title, description, completed, created_at, updated_at, _ = row
    moment = lambda time: time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"  # noqa: E731
    return {
        "id": task, "user_id": owner, "title": title, "description": description, "completed": completed,
        "created_at": moment(created_at), "updated_at": moment(updated_at),
    }


def check_client(client, rows):
    """Its statements find and change the rows that they are about, and a short run changes as many as it says."""
    for workload in client.workloads:
        if workload is W5:
            continue
        before = rows.completed()
        # Whoever was asked about one task twice must have the newest answer right.
        answers = {(user, task): found for user, task, found in client.answers(workload, SAMPLE)}
        for (user, task), found in answers.items():
            check_answer(workload, found, user, task, rows)
        if workload is W4:
            toggled = {task for _, task in answers if rows.completed()[task] != before[task]}
            # Some may have been toggled twice.
            same(workload, len(toggled) > SAMPLE / 2, True)
    for workload in set(client.workloads) & {W3, W4}:
        check_changes(client, workload, rows)


def check_answer(workload, found, user, task, rows):
    """What a statement answered is what is in the table now."""
    if workload in (W2, W6):
        found = [as_fetched(row) for row in found]
    if workload is W2:
        same(workload, found, rows.of(user))
    elif workload is W6:
        # Each page but the last has a row of the next, by which it is known that there is one.
        same(workload, list(dict.fromkeys(found)), rows.of(COLLECTOR))
    elif workload is W3:
        [row] = found
        same(workload, row, rows.task(row[0]))
    else:
        same(workload, found, [rows.task(task)])


def as_fetched(row):
    """A list's row as that of a single task: the version's sign tells whether it is completed."""
    *others, created_at, updated_at, version = row
    return (*others, version < 0, created_at, updated_at, abs(version))


def check_changes(client, workload, rows):
    tasks, changes = rows.versions()
    done = client.run(workload, seconds=1)
    same(workload, done.errors, 0)
    expected = (tasks + done.requests, changes) if workload is W3 else (tasks, changes + done.requests)
    same(workload, rows.versions(), expected)


def same(workload, found, expected):
    if found != expected:
        raise AssertionError(f"{workload.name}: {str(found)[:500]} is not {str(expected)[:500]}")
