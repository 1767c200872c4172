"""When and where results were had."""
import datetime
import os
import platform
import re
import subprocess

import psutil

from support.postgres import binaries
from support.programs import REPOSITORY


def surroundings():
    """The day, the machine and the versions of what was measured."""
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "revision": revision(),
        "processor": f"{os.cpu_count()} x {processor()}",
        "memory": f"{psutil.virtual_memory().total / 1024**3:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "postgres": first_line([os.path.join(binaries(), "postgres"), "--version"]),
        "swift": re.sub(r" \(.*", "", first_line(["swift", "--version"])),
    }


def sentence(surroundings):
    return "{date}, revision {revision}: {processor}, {memory}, {system}, {postgres}, {swift}.".format(**surroundings)


def revision():
    """The commit, and whether anything was changed since but documents, to which results belong that were just written."""
    git = ["git", "-C", REPOSITORY]
    commit = first_line([*git, "rev-parse", "--short", "HEAD"])
    changed = subprocess.run([*git, "diff", "--quiet", "HEAD", "--", ".", ":!Docs.docc"], check=False, timeout=60)
    return f"{commit}-dirty" if changed.returncode else commit


def processor():
    """Its name, where Linux tells it."""
    try:
        with open("/proc/cpuinfo") as file:
            found = re.search(r"model name\s*: (.*)", file.read())
    except FileNotFoundError:
        found = None
    return found[1].strip() if found else platform.machine()


def first_line(command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()[0]
    except (OSError, subprocess.SubprocessError, IndexError):
        return "unknown"
