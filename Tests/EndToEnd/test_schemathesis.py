"""schemathesis over the document that the server gives of itself: many requests, sound and unsound, and nothing to object to."""
import pytest

from support import tokens
from support.schemathesis_run import SchemathesisRun

# The least number of cases of each operation; one without parameters or body of its own has few.
TASK_OPERATIONS = {
    "GET /api/tasks": 60, "POST /api/tasks": 60, "GET /api/tasks/{id}": 40, "PUT /api/tasks/{id}": 60,
    "PATCH /api/tasks/{id}": 60, "DELETE /api/tasks/{id}": 40, "PATCH /api/tasks/{id}/complete": 60,
}
# It takes the document's own path for where the document is, and no operation.
SERVICE_OPERATIONS = {"GET /": 20, "GET /health": 20, "GET /health/ready": 20, "GET /docs": 20}


def test_no_request_breaks_what_the_document_says(server, tmp_path):
    run = SchemathesisRun(server.port, tokens.token(), tmp_path)
    assert (run.status, run.findings) == (0, 0), run.output
    for operation, least in {**TASK_OPERATIONS, **SERVICE_OPERATIONS, "Stateful tests": 100}.items():
        assert run.cases[operation] >= least, (operation, run.cases)
    assert {200, 201, 204, 304, 400, 401, 404, 405, 412, 415, 422} <= run.statuses.keys()
