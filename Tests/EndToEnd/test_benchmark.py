"""`scripts/bench`: that every contestant does what it is timed for, and that the results say all they are to say."""
import os

import pytest

from benchmark import blocking, page, tables
from benchmark.comparison import Comparison
from benchmark.population import Population
from benchmark.surroundings import surroundings
from benchmark.workloads import ALL, W1, W3, W7


@pytest.fixture(scope="module")
def results():
    """Of a few workloads in no time; before that all contestants are checked in all of them."""
    assert os.access(blocking.PROGRAM, os.X_OK), f"{blocking.PROGRAM} not found; scripts/bench and scripts/test build it"
    with Comparison.open(Population(users=20, tasks=50, collected=2000)) as comparison:
        found = comparison.run(rounds=1, seconds=1, workloads=(W1, W3, W7), warm_up=0, report=lambda _: None)
    return {"surroundings": surroundings(), **found}


def test_every_contestant_answers_without_errors(results):
    done = {(slot["workload"], slot["contestant"]) for slot in results["slots"] if slot["requests"] > 0}
    everybody = {"TodoServer", "pgbench", "pgbench under RLS", "blocking libpq under RLS"}
    batches = {"pgbench, 10 a batch", "pgbench under RLS, 10 a batch"}
    assert done == {
        *(("W1", name) for name in everybody | batches), *(("W3", name) for name in everybody), ("W7", "TodoServer"),
    }
    assert [slot for slot in results["slots"] if slot["errors"]] == []


def test_processor_time_is_found_for_all_that_work(results):
    """Linux counts in hundredths of a second, of which each has used some in a second."""
    for slot in results["slots"]:
        assert slot["own"] > 0, slot
        assert slot["postgres"] > 0 or slot["workload"] == "W7", slot
        assert 0 <= slot["noise"] <= 1, slot


def test_the_statements_are_those_of_the_server(results):
    statements = results["statements"]
    assert set(statements) == {workload.name for workload in ALL} - {"W5", "W7"}
    assert all("from tasks" in text or "into tasks" in text or "update tasks" in text for text in sum(statements.values(), []))
    # The first page and those after it.
    assert len(statements["W6"]) == 3


def test_memory_and_starts_are_told(results):
    assert 0 < results["memory"]["at_rest"] <= results["memory"]["peak"]
    assert len(results["first_answer"]) == 5 and min(results["first_answer"]) > 0
    [half] = results["half_load"]
    assert (half["workload"], half["errors"]) == ("W1", 0)
    assert half["rate"] > 0


def test_the_tables_have_a_row_for_each_contestant(results):
    text = tables.service(results)
    assert results["surroundings"]["date"] in text
    for name in {slot["contestant"] for slot in results["slots"]}:
        assert f"\n| {name} " in text


def test_the_page_has_a_place_for_each_part():
    text = page.PAGE.read_text()
    for part in page.PARTS:
        text = page.with_tables(text, part, f"tables of {part}")
    assert [f"tables of {part}" in text for part in page.PARTS] == [True] * 3
