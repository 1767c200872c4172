"""What a process uses, as Linux tells it."""
import os

MIB = 1024 * 1024


def resident(process):
    """Bytes of memory in use now."""
    with open(f"/proc/{process.pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def descriptors(process):
    """How many files and sockets are open."""
    return len(os.listdir(f"/proc/{process.pid}/fd"))
