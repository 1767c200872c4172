"""A kernel or a sandbox that refuses asynchronous I/O, by which the server watches its connections to the database."""
import os
import sys

import pytest

from support import refusing, tokens
from support.programs import Server


def rings(server):
    """How many rings for asynchronous I/O the server has in its memory."""
    with open(f"/proc/{server.process.pid}/maps") as file:
        return sum("[aio]" in line for line in file)


def check_service(server, user):
    client = server.client(tokens.token(user))
    tasks = [client.create(f"Task {number}") for number in range(5)]
    assert client.get("/api/tasks").tasks() == tasks[::-1]
    for task in tasks:
        assert client.patch(f"/api/tasks/{task['id']}/complete").task()["completed"] is True


def test_the_kernel_watches_the_connections(database):
    with Server(database.url) as server:
        server.wait_until_ready()
        check_service(server, "watched")
        assert rings(server) > 0


@pytest.mark.parametrize("name, has_rings", [("io_setup", False), ("io_submit", True)])
def test_without_asynchronous_io_the_server_serves_all_the_same(database, name, has_rings):
    with Server(database.url, launcher=(sys.executable, os.path.abspath(refusing.__file__), name)) as server:
        server.wait_until_ready()
        check_service(server, f"without-{name}")
        assert (rings(server) > 0) == has_rings
