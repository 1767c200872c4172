"""What schemathesis cannot know from the document. It loads this file into its own process."""
import uuid

import schemathesis
from hypothesis import strategies as st

VISIBLE = st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters='"')
TAG = st.builds('{}"{}"'.format, st.sampled_from(["", "W/"]), st.text(VISIBLE, max_size=20))
TAGS = st.lists(TAG, min_size=1, max_size=3).map(", ".join)

# Microseconds since 1970, and an id.
CURSOR = st.builds("1{:016x}{:016x}".format, st.integers(0, 253_402_300_799_999_999), st.integers(1, 2**63 - 1))

schemathesis.openapi.format("entity-tags", st.just("*") | TAGS)
schemathesis.openapi.format("cursor", CURSOR)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Mends what would say nothing of the server."""
    for name, value in (case.headers or {}).items():
        # What is drawn from another answer may be a number, which the client's library refuses to send.
        case.headers[name] = value if isinstance(value, bytes) else str(value)
    if "Idempotency-Key" in (case.headers or {}) and not case.meta.generation.mode.is_negative:
        # A key that stood for another request before would be refused, whatever is sent with it.
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
