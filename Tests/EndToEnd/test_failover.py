"""Two hosts in one URL: when the primary dies and its standby takes over, nothing acknowledged is lost."""
import pytest

from support.behaviours import Forward, Refuse, Swallow
from support.postgres import Cluster, Database
from support.proxy import Proxy
from support.trial import Trial
from support.waiting import eventually


@pytest.fixture
def primary():
    cluster = Cluster.create()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture
def standby(primary):
    """A streaming replica without which the primary acknowledges nothing."""
    standby = primary.create_standby()
    try:
        standby.start()
        primary.configure(synchronous_standby_names="standby")
        state = "select count(*) from pg_stat_replication where sync_state = 'sync'"
        eventually(lambda: Database(primary, "postgres").query(state) == [(1,)], what="synchronous replication")
        yield standby
    finally:
        standby.remove()


@pytest.fixture
def spare(standby):
    """A way to the standby."""
    with Proxy(standby.port) as proxy:
        yield proxy


# A proxy in front of the dead primary may also accept, and either say nothing or close.
@pytest.mark.parametrize("disappearance", [Refuse, Swallow, pytest.param(Forward, id="Close")])
def test_the_standby_takes_over(primary, standby, spare, disappearance):
    database = primary.create_database("todo")
    both = lambda proxy: database.through(proxy, spare, target_session_attrs="read-write")  # noqa: E731
    names = {Refuse: "refuses", Swallow: "is silent", Forward: "closes"}
    with Trial(f"failover, the primary {names[disappearance]}", database, both) as trial:
        trial.proxy.behave(disappearance())
        primary.kill()
        trial.endure(1)
        standby.promote()
        trial.database = Database(standby, "todo")
        trial.recovered()


def test_the_old_primary_lives_on_read_only(primary, standby, spare):
    """A planned switch: sessions on the old primary stay open, but only the new one takes writes."""
    database = primary.create_database("todo")
    both = lambda proxy: database.through(proxy, spare, target_session_attrs="read-write")  # noqa: E731
    with Trial("switch to the standby", database, both) as trial:
        primary.configure(default_transaction_read_only="on")
        trial.load.until_not_served(1)
        standby.promote()
        trial.database = Database(standby, "todo")
        trial.recovered()


def test_a_hot_standby_is_promoted(primary, standby):
    """The address leads to a standby: reads are served, and writes once it is promoted, over the same connections."""
    database = primary.create_database("todo")
    with Trial("hot standby, then promoted", database) as trial:
        trial.proxy.lead_to(standby.port)
        trial.load.until_not_served(20)
        reads = trial.load.kinds["success"]
        trial.endure(2)
        assert trial.load.kinds["success"] > reads + 10
        primary.kill()
        standby.promote()
        trial.database = Database(standby, "todo")
        trial.recovered()
