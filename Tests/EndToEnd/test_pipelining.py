"""Requests that come one behind the other, before the answers to those before are read (RFC 9112 section 9.3.2)."""
import select
import socket
import threading

from support import tokens
from support.slow_readers import RECEIVE_BUFFER

COUNT = 30_000
# So that the requests are more than the kernels on both sides keep.
PADDING = "Padding: " + "x" * 500


def read_answer(stream):
    """The status and the fields of the next answer, and its body's length."""
    status = int(stream.readline().split()[1])
    fields = {}
    while (line := stream.readline().rstrip(b"\r\n")):
        name, _, value = line.partition(b": ")
        fields[name.lower()] = value
    length = 0
    if fields.get(b"transfer-encoding") == b"chunked":
        while (size := int(stream.readline(), 16)) > 0:
            length += len(stream.read(size))
            assert stream.readline() == b"\r\n"
        assert stream.readline() == b"\r\n"
    else:
        length = len(stream.read(int(fields[b"content-length"])))
    return status, fields, length


def test_answers_are_whole_and_in_order_for_a_client_that_reads_none_until_the_server_waits(server):
    user = server.client(tokens.token("many requests"))
    for number in range(100):
        assert user.post("/api/tasks", {"title": f"{number} " + "x" * 150}).status == 201
    requests = []
    for number in range(COUNT):
        authorization = f"Authorization: Bearer {user.token}\r\n" if number % 10 == 0 else ""
        requests.append(
            f"GET /api/tasks HTTP/1.1\r\nHost: test\r\n{authorization}X-Request-Id: r{number}\r\n{PADDING}\r\n\r\n".encode()
        )

    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
    connection.connect(("127.0.0.1", server.port))
    connection.setblocking(False)
    rest = memoryview(b"".join(requests))
    # What is not read is kept by the kernels on both sides, until the server has to wait and reads no more either.
    while rest and select.select([], [connection], [], 1)[1]:
        rest = rest[connection.send(rest) :]
    assert rest, "the server took everything, though nobody read"

    connection.settimeout(60)
    sender = threading.Thread(target=connection.sendall, args=(rest,), daemon=True)
    sender.start()
    with connection, connection.makefile("rb") as stream:
        for number in range(COUNT):
            status, fields, length = read_answer(stream)
            assert fields[b"x-request-id"] == f"r{number}".encode()
            assert (status, length > 10_000) == ((200, True) if number % 10 == 0 else (401, False))
        sender.join()
