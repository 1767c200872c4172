"""Tasks of many users, as they are after every user has created one after another: a user's tasks are spread over the table."""
import random
from dataclasses import dataclass

from support import tokens

FIRST_USER = 7_300_000_000_000_000_000
# Who has a long list.
COLLECTOR = str(FIRST_USER - 1)

# A quarter without a description; quotes, control characters and more than ASCII in the others.
FILL = """
    insert into tasks (id, user_id, title, description, completed, created_at, updated_at)
    select n + %(offset)s, (%(user)s::bigint + n %% %(users)s)::text, 'Task ' || n || ' of a list that is rather long',
        case when n %% 4 > 0 then 'Remember the "quoted" word, a tab' || chr(9) || 'and an accent: déjà vu. Number ' || n end,
        n %% 3 = 0, timestamptz '2026-02-01 08:00:00+00' + n * interval '1.000017 seconds',
        timestamptz '2026-02-01 08:00:00+00' + n * interval '1.003042 seconds'
    from generate_series(0, %(count)s - 1) n
"""


@dataclass(frozen=True)
class Population:
    """So many users with so many tasks each, and one more with `collected`."""

    users: int
    tasks: int
    collected: int = 0

    @property
    def rows(self):
        return self.users * self.tasks + self.collected

    def user(self, index):
        return str(FIRST_USER + index)

    def task(self, user, number):
        """The id of a task, by the indices of its user and of the task among the user's."""
        return number * self.users + user + 1

    def fill(self, database):
        """Puts the tasks into an empty table, and keeps a copy beside it for `reset`."""
        own = {"offset": 1, "user": FIRST_USER, "users": self.users, "count": self.users * self.tasks}
        collected = {"offset": own["count"] + 1, "user": COLLECTOR, "users": 1, "count": self.collected}
        with database.connect() as connection:
            # Rows first and indexes afterwards: minutes less for millions.
            indexes = connection.execute(
                "select indexname, indexdef from pg_indexes where tablename = 'tasks' and indexname like 'idx_%'"
            ).fetchall()
            for name, _ in indexes:
                connection.execute(f"drop index {name}")
            for parameters in (own, collected):
                connection.execute(FILL, parameters)
            for _, definition in indexes:
                connection.execute(definition)
            self._settle(connection)

    def remember(self, database):
        """Keeps a copy of the table, for `reset`."""
        database.query("create table tasks_before as table tasks")

    def reset(self, database):
        """Makes the table what it was."""
        with database.connect() as connection:
            connection.execute("truncate tasks")
            connection.execute("insert into tasks select * from tasks_before order by id")
            self._settle(connection)

    def _settle(self, connection):
        connection.execute("select setval(pg_get_serial_sequence('tasks', 'id'), max(id)) from tasks")
        connection.execute("vacuum analyze tasks")
        connection.execute("checkpoint")

    def sample(self, count, seed=1):
        """Random tasks, as (index of the user, id)."""
        chance = random.Random(seed)
        users = [chance.randrange(self.users) for _ in range(count)]
        return [(user, self.task(user, chance.randrange(self.tasks))) for user in users]

    def active(self, most):
        """The indices of at most so many users, evenly spread."""
        step = max(1, self.users // most)
        return range(0, self.users, step)[:most]


def bearer(user):
    """What authorises a user for a day."""
    return f"Authorization: Bearer {tokens.token(user, exp=EXPIRY)}\r\n"


# One for all, so that a token is the same whenever it is made.
EXPIRY = 4_102_444_800
