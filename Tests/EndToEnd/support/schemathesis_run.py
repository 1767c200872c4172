"""A run of schemathesis, as a process of its own, against a server's document of itself."""
import json
import os
import subprocess
import sys
from collections import Counter

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# What the summary at the end of a run shows.
finished = []


class SchemathesisRun:
    """Runs it to its end; `folder` is for its files."""

    def __init__(self, port, token, folder, *options):
        events = os.path.join(folder, "events.ndjson")
        done = subprocess.run(
            [
                sys.executable, "-m", "schemathesis.cli", "--config-file", os.path.join(FOLDER, "schemathesis.toml"), "run",
                f"http://127.0.0.1:{port}/openapi.json", "--report", "ndjson", "--report-ndjson-path", events, *options,
            ],
            env={
                "PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "NO_COLOR": "1", "TODO_TOKEN": token,
                "SCHEMATHESIS_HOOKS": os.path.join(FOLDER, "support", "schemathesis_hooks.py"),
            },
            cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
        )
        self.status = done.returncode
        self.output = done.stdout + done.stderr
        # The cases of each operation, and of those that go from one operation to the next.
        self.cases = Counter()
        self.statuses = Counter()
        self.findings = 0
        with open(events) as lines:
            for line in lines:
                if scenario := json.loads(line).get("ScenarioFinished"):
                    self._count(scenario)
        finished.append(self)

    def _count(self, scenario):
        recorder = scenario["recorder"]
        self.cases[recorder["label"]] += len(recorder.get("cases", {}))
        for interaction in recorder.get("interactions", {}).values():
            self.statuses[interaction.get("response", {}).get("status_code")] += 1
        for checks in recorder.get("checks", {}).values():
            self.findings += sum(check["status"] == "failure" for check in checks)

    def summary(self):
        cases = ", ".join(f"{label} {count}" for label, count in sorted(self.cases.items()))
        return f"{sum(self.cases.values())} cases, {self.findings} findings: {cases}"


def summary():
    return [run.summary() for run in finished]
