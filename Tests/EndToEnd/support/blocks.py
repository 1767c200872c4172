"""The code blocks of the documentation, and a reader who types all of a page, from top to bottom, in one shell."""
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psutil

from .postgres import binaries
from .programs import REPOSITORY, SECRET, SERVER, TODOCTL, environment
from .waiting import free_port

PAGES = sorted(page for name in ("Docs.docc/*.md", "README.md", "CONTRIBUTING.md") for page in Path(REPOSITORY).glob(name))
READER = Path(__file__).with_name("reader.sh")
FRONTEND = Path(__file__).with_name("frontend")

# What shows the output of the block before; … stands for what varies.
OUTPUTS = ("text", "json", "http")
# Ports of the pages' examples, and others that may be in use on this machine.
PORTS = ("8000", "8001", "8002", "8080", "9000", "6432")


@dataclass(frozen=True)
class Block:
    page: Path
    line: int
    kind: str
    text: str

    def __str__(self):
        return f"{self.page.name}:{self.line}"


def blocks(page):
    """The fenced blocks of a page, in order. An indented block has no kind, so there may be none."""
    found, opened = [], None
    lines = page.read_text().splitlines()
    for number, line in enumerate(lines, 1):
        if opened:
            kind, start, content = opened
            if line == "```":
                found.append(Block(page, start, kind, "\n".join(content)))
                opened = None
            else:
                content.append(line)
        elif line.startswith("```"):
            opened = (line[3:], number, [])
        elif line.startswith("    ") and not lines[number - 2].strip():
            raise AssertionError(f"{page.name}:{number} is an indented block; put it between fences and name its kind")
    assert opened is None, f"{page.name}:{opened[1]} is not closed"
    return found


class Reader:
    """Types the blocks of a page into one shell, in a folder that looks like the repository; a context manager.

    The page's server runs already, on a database of its own. `reader.sh` has what is not done as a reader does it.
    """

    def __init__(self, page, database):
        self.page = page
        self.blocks = blocks(page)
        self.home = tempfile.TemporaryDirectory(prefix="todo-reader-")
        self.ports = {port: str(free_port()) for port in PORTS}
        self.database = database

    def __enter__(self):
        for entry in (".env.example", "Deploy", "Package.swift", "Tests", "scripts"):
            os.symlink(os.path.join(REPOSITORY, entry), os.path.join(self.home.name, entry))
        # docc wants the folder itself.
        shutil.copytree(os.path.join(REPOSITORY, "Docs.docc"), os.path.join(self.home.name, "Docs.docc"))
        bin = Path(self.home.name, "bin")
        bin.mkdir()
        for program in (SERVER, TODOCTL):
            os.symlink(program, bin / os.path.basename(program))
        # Who reads at a terminal and has no pipe sees no progress of what takes no time.
        # A terminal's prompt ends the line that an answer leaves open.
        Path(self.home.name, ".curlrc").write_text('silent\nshow-error\nwrite-out = "\\n"\n')
        return self

    def __exit__(self, *_):
        self.home.cleanup()

    def read(self, within=100):
        """Runs every block; returns the output of each, and raises where a command fails that is not shown to."""
        script = Path(self.home.name, "session.sh")
        script.write_text(self.script())
        output = Path(self.home.name, "output")
        with open(output, "wb") as file:
            process = subprocess.Popen(
                ["bash", str(script)], cwd=self.home.name, env=self.environment(), stdin=subprocess.DEVNULL, stdout=file,
                stderr=file, start_new_session=True,
            )
            try:
                status = process.wait(within)
            except subprocess.TimeoutExpired:
                status = f"no end within {within} s"
            finally:
                end_session(process.pid)
        _, *parts = re.split("\x1e(.*)\n", output.read_text(errors="replace"))
        outputs = dict(zip(map(int, parts[::2]), map(self.there, parts[1::2])))
        if status != 0:
            last = max(outputs, default=0)
            raise AssertionError(f"{self.blocks[last]}: {status}\n{self.blocks[last].text}\n---\n{outputs.get(last, '')[-4000:]}")
        return outputs

    def script(self):
        lines = [f"source {READER}"]
        for index, block in enumerate(self.blocks):
            following = self.blocks[index + 1 : index + 2]
            # What is shown to fail may; everything else must not.
            lines += [f"printf '\\x1e{index}\\n'", f"set {'+e' if following and following[0].kind in OUTPUTS else '-e'}"]
            lines += self.commands(block)
        return "\n".join([*lines, "true", ""])

    def commands(self, block):
        text = self.here(block.text)
        match block.kind:
            case "shell":
                return [text]
            case "sql":
                return ["query <<'END OF SQL'", text, "END OF SQL"]
            case "js" | "ts":
                # The first line is a comment with the file's name.
                name = Path(text.split()[1].strip(",")).with_suffix(".mjs").name
                return [f"component {FRONTEND} {name} <<'END OF FILE'", text, "END OF FILE"]
        return []

    def there(self, output):
        """The output as it would have been with the ports of the page."""
        for port, used in self.ports.items():
            output = output.replace(used, port)
        return output

    def here(self, text):
        """A command with what is this machine's in place of what the page says for everybody's."""
        text = re.sub(rf"\b({'|'.join(PORTS)})\b", lambda match: self.ports[match[0]], text)
        text = text.replace("postgresql://user:password@localhost:5432/todo", self.database.url)
        return text.replace(" /etc/", f" {self.home.name}/etc/")

    def environment(self):
        home = self.home.name
        kept = environment(
            HOME=home, REPOSITORY=REPOSITORY, PYTHON=sys.executable, TODO_SERVER=SERVER, TODOCTL=TODOCTL,
            DATABASE_URL=self.database.url, BETTER_AUTH_SECRET=SECRET, PORT=self.ports["8000"], ADMIN_PORT=self.ports["8001"],
            API=f"http://127.0.0.1:{self.ports['8000']}", ADMIN_DATABASE_URL=self.login("postgres"),
            BACKUP_DATABASE_URL=self.login("todo_backup"), RESTORED_DATABASE_URL=self.login("todo", "todo_restored"),
        )
        return {**kept, "PATH": f"{home}/bin:{binaries()}:{kept['PATH']}:/usr/sbin"}

    def login(self, user, name=None):
        """The URL of the page's database, or of another one, for a login without a password."""
        url = self.database.socket_url.replace("//todo@", f"//{user}@")
        return url.replace(f"/{self.database.name}?", f"/{name}?") if name else url


def end_session(leader):
    """Ends every process of the session, those in groups of their own included, and waits for them."""
    def members():
        for process in psutil.process_iter():
            try:
                if os.getsid(process.pid) == leader:
                    yield process
            except (ProcessLookupError, PermissionError):
                continue

    ended = list(members())
    for process in ended:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(ended, 10)
    for process in [*alive, *members()]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def shows(expected, output):
    """Whether the output has these lines in a row, where … stands for anything within a line, or by itself for lines."""
    lines = []
    for line in expected.strip().splitlines():
        if line.strip() == "…":
            lines.append(r"(?:[^\n]*\n)*?")
        else:
            words = [r"[^\n]*?".join(map(re.escape, word.split("…"))) for word in line.split()]
            lines.append(r"[ \t]*" + r"[ \t]+".join(words) + r"[ \t\r]*\n")
    return re.search(r"(?m)^" + "".join(lines), output.rstrip() + "\n") is not None
