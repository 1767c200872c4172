"""What a process uses, as Linux tells it."""
import os

MIB = 1024 * 1024


def resident(process):
    """Bytes of memory in use now."""
    with open(f"/proc/{process.pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def peak_resident(process):
    """The most bytes of memory that were ever in use."""
    with open(f"/proc/{process.pid}/status") as file:
        [line] = [line for line in file if line.startswith("VmHWM:")]
        return int(line.split()[1]) * 1024


def descriptors(process):
    """How many files and sockets are open."""
    return len(os.listdir(f"/proc/{process.pid}/fd"))


def accepted(port):
    """How many connections to a port have been accepted and not been closed by the process that listens there."""
    with open("/proc/net/tcp") as file:
        rows = [line.split() for line in file.readlines()[1:]]
    established, half_closed_by_the_client = "01", "08"
    return sum(
        int(row[1].split(":")[1], 16) == port and row[3] in (established, half_closed_by_the_client) and row[9] != "0"
        for row in rows
    )
