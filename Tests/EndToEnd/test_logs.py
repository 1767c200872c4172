"""What the server writes down: never a token, a title, a statement's values or a password."""
import json

from support import tokens
from support.postgres import PASSWORD
from support.programs import SECRET, Server


def test_logs_hold_no_secrets_at_any_level(database):
    token, wrong = tokens.token(), tokens.token(secret="another-Secret-0f-Forty-bytes-or-so-zyx")
    with Server(database.url, LOG_LEVEL="trace", LOG_FORMAT="json") as server:
        server.wait_until_ready()
        client = server.client(token)
        task = client.create("never-log-this-title", description="never-log-this-text")
        client.put(f"/api/tasks/{task['id']}", {"title": "never-log-this-title", "completed": True}).task()
        client.post("/api/tasks", {"title": "never-log-this-title", "description": 5}).error(422, "VALIDATION_ERROR")
        client.post("/api/tasks", body=b'{"title":"never-log-this-title"').error(400, "BAD_REQUEST")
        server.client(wrong).get("/api/tasks").error(401, "UNAUTHORIZED")
        assert server.stop() == 0
        output = server.output()
    assert output
    for hidden in (token, wrong, token.split(".")[1], token.split(".")[2], "never-log-this", PASSWORD, SECRET):
        assert hidden not in output
    for line in output.splitlines():
        assert isinstance(json.loads(line), dict), line
