"""What schemathesis cannot know from the document. It loads this file into its own process."""
import uuid

import schemathesis
from hypothesis import strategies as st


def cursor(position):
    """A position as the server gives it: microseconds since 1970 and an id."""
    microseconds, task_id = position
    return f"1{microseconds:016x}{task_id:016x}"


schemathesis.openapi.format(
    "cursor", st.tuples(st.integers(0, 253_402_300_799_999_999), st.integers(1, 2**63 - 1)).map(cursor)
)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Gives every request a key of its own: one that stood for another request would be refused, whatever is sent with it."""
    if "Idempotency-Key" in case.headers and case.meta and not case.meta.generation.mode.is_negative:
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
