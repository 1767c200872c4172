"""What PostgreSQL may do to its clients, and what an operator may do to either: nothing acknowledged is lost."""
import signal

import pytest

from support.trial import Trial


def test_the_server_is_killed(rough_database):
    with Trial("kill -9 of the server", rough_database) as trial:
        for _ in range(3):
            trial.load.may_break = True
            trial.server.kill()
            trial.server.__enter__().wait_until_ready()
            trial.recovered()


def test_postgresql_shuts_down_immediately(rough_database, rough_cluster):
    with Trial("immediate shutdown", rough_database) as trial:
        rough_cluster.stop(signal.SIGQUIT)
        trial.endure(3)
        rough_cluster.start()
        trial.recovered()


def test_postgresql_restarts(rough_database, rough_cluster):
    with Trial("fast restart", rough_database) as trial:
        for _ in range(2):
            rough_cluster.stop()
            rough_cluster.start()
            trial.recovered()


def test_every_session_is_ended_again_and_again(rough_database):
    with Trial("pg_terminate_backend", rough_database) as trial:
        for _ in range(15):
            assert rough_database.end_sessions() > 0
            trial.load.until_acknowledged(20)
        trial.recovered()


@pytest.mark.parametrize("seconds", [3, 5])
def test_postgresql_stands_still(rough_database, rough_cluster, seconds):
    with Trial(f"SIGSTOP for {seconds} s", rough_database) as trial:
        with rough_cluster.paused():
            trial.endure(seconds)
        trial.recovered()
