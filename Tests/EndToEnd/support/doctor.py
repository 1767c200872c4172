"""What `todoctl doctor` tells, with its settings."""
import json

from support.postgres import PASSWORD
from support.programs import SECRET, todoctl
from support.waiting import free_port

CHECKS = [
    "settings", "secret", "database.connection", "database.tls", "database.pooler", "database.clock", "database.schema",
    "database.isolation", "database.indexes", "database.drift", "issuer.keys", "port.clients", "port.operators",
]
DATABASE_CHECKS = [check for check in CHECKS if check.startswith("database.")]


class Report:
    """What one run told as a document."""

    def __init__(self, settings, *options):
        self.done = todoctl("doctor", "--json", *options, **settings)
        refuse_secrets(self.done)
        self.document = json.loads(self.done.stdout)
        assert (self.document["version"], self.document["kind"]) == (1, "doctor")
        checks = self.document["checks"]
        assert [check["check"] for check in checks] == CHECKS
        assert all(set(check) == {"check", "status", "fault", "finding", "remedy"} for check in checks)
        assert all((check["remedy"] is not None) == (check["status"] in ("fault", "warning")) for check in checks)
        assert all((check["fault"] is not None) == (check["status"] == "fault") for check in checks)
        self.checks = {check["check"]: check for check in checks}

    def __getitem__(self, check):
        return self.checks[check]

    def named(self, status):
        return [check["check"] for check in self.checks.values() if check["status"] == status]

    def only_fault(self, name, exit_code, finding, remedy):
        assert self.named("fault") == [name], self.done.stdout
        check = self[name]
        assert finding in check["finding"], check
        assert remedy in check["remedy"], check
        assert self.done.returncode == exit_code
        assert self.document["status"] == "fault"
        return self


def settings_for(url, **settings):
    return {"DATABASE_URL": url, "BETTER_AUTH_SECRET": SECRET, "PORT": free_port(), **settings}


def refuse_secrets(done):
    """Whatever is at fault, no output shows a password or a secret."""
    output = f"{done.stdout}{done.stderr}"
    assert PASSWORD not in output and SECRET not in output and "tell-nobody" not in output
