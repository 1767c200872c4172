"""Debian's nginx with the example in `Deploy/`, on loopback ports: TLS, HTTP/2, and two servers behind it."""
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile

import httpx
import psutil

from .client import Client, Response
from .programs import REPOSITORY, installed
from .waiting import eventually, free_port

EXAMPLE = os.path.join(REPOSITORY, "Deploy/nginx-site.conf")
FRONTEND = "https://app.example.com"


class Nginx:
    """A context manager: the example as it is, but for addresses, names and paths."""

    def __init__(self, certificates, ports):
        """`ports` are those of two servers."""
        self.certificates = certificates
        self.ports = ports
        self.port, self.plain_port = free_port(), free_port()
        self.root = tempfile.mkdtemp(prefix="todo-nginx-")
        self.clients = []
        self.log = os.path.join(self.root, "access.log")
        self.output = os.path.join(self.root, "output")

    def __enter__(self):
        # The workers run as another user when the tests run as root.
        os.chmod(self.root, 0o755)
        self._write("site.conf", self._site())
        self._write("nginx.conf", self._frame())
        with open(self.output, "wb") as output:
            self.process = subprocess.Popen(
                [installed("nginx"), "-e", "stderr", "-c", os.path.join(self.root, "nginx.conf")], stdin=subprocess.DEVNULL,
                stdout=output, stderr=output,
            )
        try:
            eventually(self._answers, what="nginx's port")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for client in self.clients:
            client.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        shutil.rmtree(self.root, ignore_errors=True)

    def client(self, token=None, **options):
        client = SecureClient(self, token, **options)
        self.clients.append(client)
        return client

    def connect(self):
        """A connection for HTTP/1.1; little of a long answer waits on its side."""
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 512 * 1024)
        connection.connect(("127.0.0.1", self.port))
        return self.context.wrap_socket(connection, server_hostname="localhost")

    @property
    def context(self):
        """A new one each time, since a client sets its protocols in it."""
        return ssl.create_default_context(cafile=self.certificates.authority)

    def lines(self):
        """The access log."""
        with open(self.log) as log:
            return log.read().splitlines()

    def memory(self):
        """The resident bytes of its workers."""
        return sum(worker.memory_info().rss for worker in psutil.Process(self.process.pid).children())

    def warnings(self):
        """What it complains of, such as an answer that it keeps in a file."""
        with open(self.output) as output:
            return output.read()

    def _site(self):
        with open(EXAMPLE) as file:
            site = file.read()
        changes = {
            "    listen [::]:443 ssl http2 default_server;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "    listen [::]:80;\n": "",
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "127.0.0.1:8000": f"127.0.0.1:{self.ports[0]}",
            "127.0.0.1:8002": f"127.0.0.1:{self.ports[1]}",
            "/etc/letsencrypt/live/todo.example.com/fullchain.pem": self.certificates.certificate,
            "/etc/letsencrypt/live/todo.example.com/privkey.pem": self.certificates.key,
            "todo.example.com": "localhost",
            "/var/log/nginx/todo.log": self.log,
        }
        for old, new in changes.items():
            assert old in site, f"{EXAMPLE} does not have {old!r} any more"
            site = site.replace(old, new)
        return site

    def _frame(self):
        """What Debian has in `/etc/nginx/nginx.conf`, as far as it matters."""
        folders = "".join(
            f"{name}_temp_path {self.root}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return (
            f"daemon off;\nworker_processes 2;\npid {self.root}/pid;\nerror_log stderr warn;\nevents {{}}\n"
            f"http {{\n{folders}gzip on;\ngzip_types *;\n"
            # After so many requests nginx ends a connection. Whoever speaks HTTP/2 repeats those that it did not take up, as it
            # says; httpx alone takes that for a failure.
            "keepalive_requests 1000000;\n"
            f"include {self.root}/site.conf;\n}}\n"
        )

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"nginx ended by itself: {self.warnings()}")
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            return True
        except OSError:
            return False

    def _write(self, name, text):
        with open(os.path.join(self.root, name), "w") as file:
            file.write(text)


class SecureClient(Client):
    """Speaks HTTP/2 over TLS for one user; its requests share a connection."""

    def __init__(self, nginx, token=None, origin=None, timeout=30, address="127.0.0.1"):
        super().__init__(nginx.port, token, origin, timeout)
        transport = httpx.HTTPTransport(verify=nginx.context, http1=False, http2=True, local_address=address)
        self._http = httpx.Client(base_url=f"https://localhost:{nginx.port}", transport=transport, timeout=timeout)

    def exchange(self, method, path, body, fields):
        answer = self._http.request(method, path, content=body, headers=fields)
        assert answer.http_version == "HTTP/2"
        return Response(answer.status_code, answer.headers.multi_items(), answer.content)

    def close(self):
        self._http.close()
