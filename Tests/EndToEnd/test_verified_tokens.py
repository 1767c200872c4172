"""What the server remembers of tokens that it has verified: never too long, and never too much."""
import itertools
import socket
import threading
import time

from support import tokens
from support.programs import MIB, Server

# As far as clocks may be apart.
LEEWAY = 60
TOKENS = 200_000
# More than one for each event loop.
CONNECTIONS = 4
HEADER = {"alg": "HS256", "typ": "JWT"}
# Authentication comes before the path's number is judged.
GOOD = b"HTTP/1.1 422 Unprocessable Content\r\n"
REFUSED = b"HTTP/1.1 401 Unauthorized\r\n"


def test_a_token_that_is_known_expires_on_time(server):
    expiry = int(time.time()) - LEEWAY + 2
    client = server.client(tokens.token(exp=expiry))
    assert client.get("/api/tasks").tasks() == []
    while True:
        asked = time.time()
        response = client.get("/api/tasks")
        if response.status == 401:
            break
        assert asked < expiry + LEEWAY
        response.tasks()
    assert time.time() >= expiry + LEEWAY
    response.error(401, "UNAUTHORIZED", "Token has expired")


def test_memory_does_not_grow_with_the_number_of_tokens(database):
    with Server(database.url) as server:
        server.wait_until_ready()
        send(server, itertools.repeat(tokens.token(), 4000), GOOD)
        before = server.come_to_rest()
        send(server, distinct_tokens(TOKENS), GOOD)
        send(server, distinct_tokens(TOKENS // 4, secret="another secret of at least 32 bytes!"), REFUSED)
        growth = server.peak_memory() - before
        print(f"\nmemory grew by {growth / MIB:.1f} MiB at its most")
        # The user ids of all of them would be 100 MiB.
        assert growth < 12 * MIB


def distinct_tokens(count, secret=tokens.SECRET):
    expiry = int(time.time()) + 3600
    # First many that are small, then large ones: a user id has 255 characters of four bytes at most.
    lengths = [0] * (count // 2) + [249] * (count // 2)
    return (
        tokens.forge(HEADER, {"sub": f"{number:06}" + "😀" * length, "exp": expiry}, secret)
        for number, length in enumerate(lengths)
    )


def send(server, each, status):
    """Sends a request with each token, which must be answered with this status; no task is asked for."""
    each = iter(each)
    lock = threading.Lock()
    problems = []

    def take():
        with lock:
            return list(itertools.islice(each, 100))

    def run():
        try:
            send_over_one_connection(server, take, status)
        except Exception as problem:  # noqa: BLE001
            problems.append(problem)

    threads = [threading.Thread(target=run) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems


def send_over_one_connection(server, take, status):
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        answers = connection.makefile("rb")
        while batch := take():
            connection.sendall(b"".join(request(token) for token in batch))
            for _ in batch:
                assert answers.readline() == status
                length = 0
                while (line := answers.readline()) != b"\r\n":
                    name, _, value = line.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                answers.read(length)


def request(token):
    return f"GET /api/tasks/x HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
