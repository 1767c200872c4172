"""What operators scrape, read by Prometheus' own parser, and what they find in the log."""
import json
import re
import socket
import time
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from support import tokens
from support.jwks import Issuer, Key, Served
from support.load import Load
from support.programs import REPOSITORY, Server
from support.waiting import eventually, free_port


@pytest.fixture
def serve(database):
    """Starts servers with a listener for operators, and stops them."""
    servers = []

    def start(**settings):
        server = Server(database.url, ADMIN_PORT=free_port(), **settings)
        servers.append(server.__enter__())
        server.wait_until_ready()
        return server

    yield start
    for server in servers:
        server.__exit__()


def scrape(server):
    """Every sample by its name and labels."""
    answer = server.operators().get("/metrics")
    assert answer.status == 200
    assert answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8"
    families = list(text_string_to_metric_families(answer.body.decode()))
    assert all(family.documentation for family in families), [family.name for family in families if not family.documentation]
    return {(sample.name, frozenset(sample.labels.items())): sample.value for family in families for sample in family.samples}


def value(samples, name, **labels):
    return samples.get((name, frozenset(labels.items())), 0)


DURATION = "http_server_request_duration_seconds_count"


def test_requests_are_counted_by_route_method_and_status(serve):
    server = serve()
    client = server.client(tokens.token())
    task = client.create("Counted")
    for _ in range(3):
        client.get(f"/api/tasks/{task['id']}").task()
    client.get("/api/tasks/999999999").error(404, "NOT_FOUND")
    client.get("/nowhere/at-all").error(404, "NOT_FOUND")
    client.post(f"/api/tasks/{task['id']}", {}).error(405, "METHOD_NOT_ALLOWED")
    server.client("wrong").get("/api/tasks").error(401, "UNAUTHORIZED")
    samples = scrape(server)
    assert value(samples, DURATION, method="POST", route="/api/tasks", status="201") == 1
    assert value(samples, DURATION, method="GET", route="/api/tasks/{id}", status="200") == 3
    assert value(samples, DURATION, method="GET", route="/api/tasks/{id}", status="404") == 1
    assert value(samples, DURATION, method="POST", route="/api/tasks/{id}", status="405") == 1
    assert value(samples, DURATION, method="GET", route="/api/tasks", status="401") == 1
    assert value(samples, DURATION, method="GET", route="none", status="404") == 1
    assert value(samples, "todo_token_verifications_total", result="refused") == 1
    judged = [value(samples, "todo_token_verifications_total", result=result) for result in ("verified", "remembered")]
    assert sum(judged) == 5 and judged[0] >= 1


def test_under_load_counters_only_grow_and_add_up_to_the_requests_made(serve):
    server = serve()
    previous, scrapes = scrape(server), 0
    with Load(server, workers=8) as load:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            load.raise_problems()
            samples = scrape(server)
            for key, count in previous.items():
                assert not is_counted(key) or samples[key] >= count, (key, count, samples.get(key))
            previous, scrapes = samples, scrapes + 1
    samples = scrape(server)
    made = sum(load.kinds.values())
    print(f"\n{made} requests, {scrapes} scrapes meanwhile")
    assert made > 500 and scrapes > 10 and set(load.kinds) == {"success"}
    assert sum_of_tasks(samples, DURATION) == made
    # Each histogram's last bucket has everything, and every request had its token judged and its statement answered.
    assert sum_of_tasks(samples, DURATION.replace("_count", "_bucket"), le="+Inf") == made
    assert sum(count for (name, _), count in samples.items() if name == "todo_token_verifications_total") == made
    answered = "todo_database_queries_total"
    writes = value(samples, answered, lane="writes", outcome="answered")
    assert writes == load.acknowledged
    others = [value(samples, answered, lane=lane, outcome="answered") for lane in ("reads", "lists")]
    assert all(others) and sum(others) >= made - writes


def is_counted(key):
    """Whether it is a counter, or part of a histogram."""
    return key[0].endswith(("_total", "_count", "_bucket", "_sum"))


def sum_of_tasks(samples, metric, **labels):
    """Over all methods, statuses and routes of tasks."""
    return sum(
        count
        for (name, found), count in samples.items()
        if name == metric and dict(found)["route"].startswith("/api/tasks") and labels.items() <= dict(found).items()
    )


def test_what_a_client_makes_up_makes_no_metric(serve):
    server = serve()
    client = server.client(tokens.token())
    before = len(scrape(server))
    for number in range(50):
        client.get(f"/made-up/{number}").error(404, "NOT_FOUND")
        client.request(f"MADEUP{number}", "/api/tasks").error(405, "METHOD_NOT_ALLOWED")
    samples = scrape(server)
    assert value(samples, DURATION, method="other", route="/api/tasks", status="405") == 50
    assert len(samples) < before + 100
    assert not any("made" in str(key).lower() for key in samples)


def test_the_pool_and_the_process_are_told(serve):
    server = serve()
    server.client(tokens.token()).create("One")
    with socket.create_connection(("127.0.0.1", server.port)):
        samples = eventually(
            lambda: value(told := scrape(server), "http_server_open_connections") == 1 and told, what="an open connection"
        )
    assert value(samples, "todo_database_queries_total", lane="writes", outcome="answered") == 1
    assert value(samples, "todo_database_query_duration_seconds_count", lane="writes") == 1
    assert value(samples, "todo_database_connections", lane="writes", state="open") == 1
    assert value(samples, "todo_database_connects_total", lane="writes", result="connected") == 1
    assert value(samples, "todo_ready") == 1
    vitals = server.vitals()
    assert value(samples, "process_resident_memory_bytes") == pytest.approx(vitals.memory, rel=0.2)
    assert abs(value(samples, "process_open_fds") - vitals.descriptors) <= 2
    assert value(samples, "process_cpu_seconds_total") <= vitals.processor + 0.1
    assert value(samples, "process_start_time_seconds") > 1_700_000_000


def test_requests_that_reach_no_route_are_counted(serve):
    server = serve()
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"GET / HTTP/9.9\r\n\r\n")
        while connection.recv(4096):
            pass
    assert value(scrape(server), "http_server_rejected_requests_total", status="400") == 1


def test_metrics_stay_away_from_the_outside(serve):
    server = serve()
    server.client(tokens.token()).get("/metrics").error(404, "NOT_FOUND")


def records(server, message):
    return [
        record
        for line in server.output().splitlines()
        if (record := json.loads(line)).get("message") == message
    ]


def test_each_change_is_in_the_log_and_nothing_of_its_content(serve):
    server = serve(LOG_FORMAT="json")
    client = server.client(tokens.token(user_id="carol"))
    task = client.create("never-log-this")
    path = f"/api/tasks/{task['id']}"
    client.put(path, {"title": "never-log-this", "completed": True}).task()
    client.patch(f"{path}/complete").task()
    client.get(path).task()
    client.put(path, {"title": ""}).error(422, "VALIDATION_ERROR")
    client.delete(path, headers={"X-Request-Id": "the-last-one"})
    eventually(lambda: len(records(server, "Task changed")) >= 4, what="four lines about changes")
    changes = [record["metadata"] for record in records(server, "Task changed")]
    assert [change["action"] for change in changes] == ["create", "replace", "complete", "delete"]
    assert {(change["user_id"], change["task_id"]) for change in changes} == {("carol", str(task["id"]))}
    assert changes[-1]["request_id"] == "the-last-one"
    assert "never-log-this" not in server.output()
    assert records(server, "Request") == []


def test_each_request_is_a_line_where_the_level_says_so(serve):
    server = serve(LOG_FORMAT="json", LOG_LEVEL="debug")
    trace = "0af7651916cd43dd8448eb211c80319c"
    headers = {"X-Request-Id": "abc", "traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    server.client(tokens.token()).get("/api/tasks?secret=word", headers=headers)
    [line] = eventually(
        lambda: [record for record in records(server, "Request") if record["metadata"]["request_id"] == "abc"],
        what="a line about the request",
    )
    facts = line["metadata"]
    assert (facts["method"], facts["route"], facts["status"], facts["trace_id"]) == ("GET", "/api/tasks", "200", trace)
    assert float(facts["duration_ms"]) >= 0
    assert "secret" not in server.output()


def test_the_alerts_ask_for_metrics_that_there_are_and_say_what_to_do(database):
    rules = Path(REPOSITORY, "Deploy/prometheus-rules.yml").read_text()
    alerts = [rule for group in yaml.safe_load(rules)["groups"] for rule in group["rules"]]
    with Issuer(Key("a")) as issuer, Served(database, issuer) as served:
        there = {name for name, _ in scrape(served.ready().server)}
    for alert in alerts:
        asked = set(re.findall(r"\b(?:todo|http|process)_[a-z_]+", alert["expr"]))
        assert asked <= there, alert["alert"]
    explained = re.findall(r"^\| `(Todo\w+)`", Path(REPOSITORY, "Docs.docc/Operating.md").read_text(), re.M)
    assert sorted(explained) == sorted(alert["alert"] for alert in alerts)
