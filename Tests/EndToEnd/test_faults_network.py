"""What a network may do between the server and its database: nothing acknowledged is lost, nobody waits without end."""
import pytest

from support.proxy import Corrupt, Delay, Forward, Hold, Refuse, ResetInAnswer, Swallow
from support.trial import Trial


def test_connections_are_refused(rough_database):
    with Trial("connection refused", rough_database) as trial:
        trial.proxy.behave(Refuse())
        trial.endure(4)
        assert trial.load.kinds["503 refused"] > 0
        trial.proxy.behave(Forward())
        trial.recovered()


def test_a_black_hole_that_delivers_later(rough_database):
    with Trial("black hole, delivered later", rough_database) as trial:
        trial.proxy.behave(Hold())
        trial.endure(4)
        trial.proxy.behave(Forward())
        trial.recovered()


def test_a_black_hole_that_keeps_what_fell_into_it(rough_database):
    """The old connections stay silent for ever, as after a router or a machine was replaced."""
    with Trial("black hole, nothing delivered", rough_database) as trial:
        trial.proxy.behave(Swallow())
        trial.endure(4)
        trial.proxy.behave(Forward())
        trial.recovered(within=20, served_within=20)


def test_connections_are_reset_in_the_middle_of_answers(rough_database):
    with Trial("reset in mid-result", rough_database) as trial:
        trial.proxy.behave(ResetInAnswer(1, 4000))
        trial.endure(4)
        trial.proxy.behave(Forward())
        trial.recovered()


@pytest.mark.parametrize(
    ("name", "delay"),
    [
        ("delays of 50 to 200 ms", Delay(0.05, 0.2, piece=256)),
        ("a slow trickle", Delay(0, 0.01, piece=16, pause=0.01)),
    ],
)
def test_the_network_is_slow(rough_database, name, delay):
    with Trial(name, rough_database) as trial:
        trial.proxy.behave(delay)
        trial.load.until_acknowledged(20)
        trial.proxy.reset_links()
        trial.load.until_acknowledged(20)
        trial.proxy.behave(Forward())
        trial.recovered()


@pytest.mark.parametrize("kind", ["flip", "drop", "insert"])
def test_the_stream_is_damaged(rough_database, kind):
    """Answers may be errors; none may be another user's or another task's."""
    with Trial(f"damaged stream: {kind}", rough_database, tolerant=True) as trial:
        damage = Corrupt([kind])
        trial.proxy.behave(damage)
        trial.endure(4)
        assert damage.damaged > 10
        trial.proxy.behave(Forward())
        trial.recovered(within=20, served_within=20)


@pytest.mark.parametrize("behaviour", [Refuse, Hold, Swallow])
def test_an_outage_without_load_costs_nothing(rough_database, behaviour):
    with Trial(f"idle: {behaviour.__name__.lower()}", rough_database) as trial:
        trial.load.pause()
        before = trial.server.vitals()
        trial.proxy.behave(behaviour())
        trial.endure(4)
        after = trial.server.vitals()
        trial.proxy.behave(Forward())
        trial.load.resume()
        trial.recovered(within=20, served_within=20)
        assert after.processor - before.processor < 0.2
        assert after.descriptors <= before.descriptors + 4
