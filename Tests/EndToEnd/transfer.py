"""Export and import of many tasks beside psql's \\copy of the same data: rows a second, and the most memory that was resident.

    python Tests/EndToEnd/transfer.py [TASKS]

Makes a PostgreSQL of its own, fsync off as in the tests; without a number there are 1,000,000 tasks. Not a test: what is fast here says nothing
about another machine, which is why psql runs beside it.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

from support.postgres import Cluster
from support.programs import TODOCTL, environment, migrate

COLUMNS = "user_id, title, description, completed, created_at, updated_at"


def fill(database, count):
    database.query(
        """
        insert into tasks (user_id, title, description, completed, created_at, updated_at)
        select 'alice', 'Task ' || g, case when g %% 3 > 0 then 'Remember this: ' || repeat('word ', g %% 20) end, g %% 2 = 0,
            timestamptz '2026-02-01 08:00:00+00' + g * interval '1.000017 seconds', now() + g * interval '7 microseconds'
        from generate_series(1, %s) g
        """,
        [count],
    )
    database.query("vacuum analyze tasks")


def measure(name, count, command, settings=None):
    """Runs a command and prints its pace and peak."""
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=environment(**(settings or {})), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0
    # What wait4 tells would be this interpreter's peak, from before the command took its place.
    while process.poll() is None:
        peak = max(peak, resident_peak(process.pid))
        time.sleep(0.005)
    seconds = time.monotonic() - began
    assert process.returncode == 0, f"{name}: status {process.returncode}"
    print(f"{name:44} {seconds:7.2f} s {count / seconds:10,.0f} rows/s {peak / 1024:7.1f} MiB peak", flush=True)


def resident_peak(process_id):
    """The most KiB that were ever resident, 0 once the process has ended."""
    try:
        with open(f"/proc/{process_id}/status") as file:
            return next((int(line.split()[1]) for line in file if line.startswith("VmHWM:")), 0)
    except ProcessLookupError:
        return 0


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    cluster = Cluster.create()
    folder = tempfile.mkdtemp(prefix="todo-transfer-")
    try:
        cluster.start()
        cluster.configure(max_wal_size="4GB")
        database = cluster.create_database("transfer")
        migrate(database)
        fill(database, count)
        lines, copy = os.path.join(folder, "alice.jsonl"), os.path.join(folder, "alice.copy")
        settings = {"DATABASE_URL": database.url}
        psql = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", f"host={cluster.sockets} port={cluster.port} dbname=transfer user=postgres"]
        # psql runs as the superuser: COPY FROM is not for roles under row-level security.
        measure("psql \\copy to", count, [
            *psql, "-c", f"\\copy (select {COLUMNS} from tasks where user_id = 'alice' order by created_at, id) to '{copy}'"
        ])
        measure("todoctl user export", count, [TODOCTL, "user", "export", "--user", "alice", "--output", lines, "--quiet"], settings)
        with open(copy, "rb") as file, open(copy + ".psql", "wb") as other:
            other.writelines(line.replace(b"alice\t", b"psql\t", 1) for line in file)
        measure("psql \\copy from", count, [*psql, "-c", f"\\copy tasks ({COLUMNS}) from '{copy}.psql'"])
        # The other way round row-level security: COPY into a temporary table, and on from there.
        measure("psql \\copy from by a temporary table", count, [
            *psql[:-1], psql[-1].replace("user=postgres", "user=todo"), "-c", "begin", "-c", "set local role todo_admin",
            "-c", "set local todo.user_id = 'psql'", "-c", "create temporary table incoming (like tasks) on commit drop",
            "-c", "alter table incoming alter id drop not null, alter version drop not null",
            "-c", f"\\copy incoming ({COLUMNS}) from '{copy}.psql'",
            "-c", f"insert into tasks ({COLUMNS}) select {COLUMNS} from incoming", "-c", "commit",
        ])
        load = [TODOCTL, "user", "import", lines, "--adopt", "--quiet"]
        measure("todoctl user import", count, [*load, "--user", "bob"], settings)
        measure("todoctl user import --strict", count, [*load, "--user", "carol", "--strict"], settings)
        counts = dict(database.query("select user_id, count(*) from tasks group by user_id"))
        assert counts == {"alice": count, "psql": 2 * count, "bob": count, "carol": count}, counts
        differing = database.query(
            "select count(*) from (select title, description, completed, created_at, updated_at from tasks where user_id = 'bob' "
            "except all select title, description, completed, created_at, updated_at from tasks where user_id = 'alice') d"
        )
        assert differing == [(0,)], differing
        measure("todoctl user erase", count, [TODOCTL, "user", "erase", "--user", "bob", "--yes"], settings)
    finally:
        cluster.remove()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
