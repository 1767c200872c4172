"""What `todoctl token inspect` says of a token, held against what the server does with it."""
import json

from .programs import todoctl


def inspect(token, **settings):
    """The report; its exit code and its checks agree with its answer."""
    done = todoctl("token", "inspect", "--json", input=token, **settings)
    report = json.loads(done.stdout)
    status = {"accepted": 0, "refused": 1, "unknown": 69}[report["answer"]]
    assert done.returncode == (69 if report["status"] == 503 else status), done.stderr
    assert (failed(report) is None) == (report["answer"] == "accepted")
    return report


def failed(report):
    """The name of the check that failed, or `None`."""
    names = [check["check"] for check in report["checks"] if check["outcome"] == "failed"]
    assert len(names) <= 1
    return names[0] if names else None


def facts(report, check):
    [facts] = [line["facts"] for line in report["checks"] if line["check"] == check]
    return facts


def check_prediction(server, token, **settings):
    """Has the token inspected, then sends it to the server: both must say the same."""
    report = inspect(token, **settings)
    response = server.client().get("/api/tasks", authorization=f"Bearer {token}")
    if report["answer"] == "accepted":
        assert response.status == 200
    else:
        code = {401: "UNAUTHORIZED", 503: "SERVICE_UNAVAILABLE"}[report["status"]]
        response.error(report["status"], code, report["message"])
    return report
