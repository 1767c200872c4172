"""What a database that runs may refuse: connections, idle sessions, writes, space."""
import psycopg
import pytest
from psycopg import sql

from support.postgres import Database
from support.trial import Trial


FILLER = (
    "insert into tasks (user_id, title) "
    "select 'a user without a token', repeat('x', 20) from generate_series(1, 20000)"
)


def alter(database, change):
    """Changes the database from outside, so that the change does not meet the session that makes it."""
    change = sql.SQL(change).format(sql.Identifier(database.name))
    Database(database.cluster, "postgres").query(change)


def test_too_many_connections(rough_database):
    """Another client takes every place that there is."""
    with Trial("too many connections", rough_database) as trial:
        alter(rough_database, "alter database {} connection limit 3")
        others = []
        try:
            while len(others) < 3:
                pids = [other.info.backend_pid for other in others]
                rough_database.query(
                    "select pg_terminate_backend(pid) from pg_stat_activity "
                    "where datname = current_database() and usename = 'todo' and pid <> all(%s)", [pids]
                )
                # The server wants the places too, and may be faster.
                try:
                    others.append(rough_database.connect("todo"))
                except psycopg.OperationalError as refusal:
                    assert "too many connections" in str(refusal)
            trial.load.until_not_served(1)
            trial.endure(3)
            alter(rough_database, "alter database {} connection limit -1")
            trial.recovered()
        finally:
            for other in others:
                other.close()


def test_idle_sessions_are_ended_by_postgresql(rough_database):
    with Trial("idle_session_timeout", rough_database) as trial:
        alter(rough_database, "alter role todo in database {} set idle_session_timeout = '20ms'")
        rough_database.end_sessions()
        for _ in range(5):
            trial.load.until_acknowledged(50)
            trial.load.pause()
            sessions = "select count(*) from pg_stat_activity where datname = current_database() and usename = 'todo'"
            trial.load.until(lambda: rough_database.query(sessions) == [(0,)], what="the end of all idle sessions")
            trial.load.resume()
        alter(rough_database, "alter role todo in database {} reset idle_session_timeout")
        trial.recovered()


def test_a_database_turns_read_only(rough_database, rough_cluster):
    with Trial("default_transaction_read_only", rough_database) as trial:
        rough_cluster.configure(default_transaction_read_only="on")
        try:
            trial.load.until_not_served(1)
            reads = trial.load.kinds["success"]
            trial.endure(2)
            # Only writes are refused.
            assert trial.load.kinds["success"] > reads + 10
            assert trial.load.kinds["503 unknown"] == 0
        finally:
            rough_cluster.configure(default_transaction_read_only=None)
        trial.recovered()


def test_the_disk_is_full(rough_database, rough_cluster):
    """The table's file may not grow: PostgreSQL meets the end of a disk as it would on a small one, whoever runs the tests."""
    with Trial("disk full", rough_database) as trial:
        # Larger than a segment of the log, so that nothing but the table meets the limit.
        rough_database.query(FILLER)
        [(size,)] = rough_database.query("select pg_relation_size('tasks')")
        # A page that fits by half is what PostgreSQL calls a full disk (53100).
        rough_cluster.limit_file_size(size + 4096)
        try:
            trial.load.until_not_served(1)
            trial.endure(2)
            with pytest.raises(psycopg.errors.DiskFull):
                rough_database.query(FILLER)
            assert trial.load.kinds["503 unknown"] == 0
        finally:
            rough_cluster.limit_file_size(None)
        trial.recovered()
        rough_database.query("delete from tasks where user_id = 'a user without a token'")
