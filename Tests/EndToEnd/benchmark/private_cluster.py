"""A PostgreSQL of our own that loses nothing."""
import contextlib

from support.postgres import Cluster

# Enough memory for the largest table of the curves, and no checkpoint within a slot.
SETTINGS = {"fsync": "on", "max_connections": 400, "shared_buffers": "4GB", "max_wal_size": "16GB", "checkpoint_timeout": "1h"}


@contextlib.contextmanager
def private_cluster():
    cluster = Cluster.create(wal_segment_size=16)
    try:
        cluster.start(**SETTINGS)
        yield cluster
    finally:
        cluster.remove()
