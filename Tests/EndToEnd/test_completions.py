"""What the argument parser generates for shells and for `man`, as `scripts/install` installs it."""
import os
import re
import shlex
import subprocess

import pexpect
import pytest

from support.programs import TODOCTL, environment, todoctl


@pytest.fixture
def script(tmp_path):
    """The completions for bash, in a file, and a folder beside it with some files."""
    done = todoctl("--generate-completion-script", "bash")
    assert (done.returncode, done.stderr) == (0, "")
    path = tmp_path / "todoctl.bash"
    path.write_text(done.stdout)
    (tmp_path / "work").mkdir()
    for name in ("tasks.jsonl", "notes.txt"):
        (tmp_path / "work" / name).touch()
    (tmp_path / "work" / "folder").mkdir()
    return path


def complete(script, *words):
    """What bash offers for the last of the words."""
    line = " ".join(words)
    program = f"""
        source {shlex.quote(str(script))}
        PATH={shlex.quote(os.path.dirname(TODOCTL))}:$PATH
        COMP_WORDS=({" ".join(map(shlex.quote, words))}) COMP_CWORD={len(words) - 1}
        COMP_LINE={shlex.quote(line)} COMP_POINT={len(line)} COMP_TYPE=9 COMP_KEY=9
        $(complete -p todoctl | sed 's/.* -F \\([^ ]*\\) .*/\\1/') todoctl {shlex.quote(words[-1])} {shlex.quote(words[-2])} 2> /dev/null
        printf '%s\\n' "${{COMPREPLY[@]}}"
        """
    done = subprocess.run(
        ["bash", "--norc", "-O", "extglob", "-c", program], capture_output=True, text=True, cwd=script.parent / "work",
        env=environment(), timeout=30,
    )
    assert done.returncode == 0, done.stderr
    return {word.strip() for word in done.stdout.splitlines() if word}


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["todoctl", "mig"], {"migrate"}),
        (["todoctl", "user", ""], {"erase", "export", "import", "list", "stats"}),
        (["todoctl", "task", "list", "--comp"], {"--completed"}),
        (["todoctl", "task", "list", "--completed", ""], {"true", "false"}),
        (["todoctl", "migrate", "verify", "--j"], {"--json"}),
        (["todoctl", "user", "import", ""], {"tasks.jsonl", "folder"}),
        (["todoctl", "dev", "--directory", ""], {"folder"}),
        (["todoctl", "token", "issue", "--key", "n"], {"notes.txt"}),
    ],
)
def test_bash_offers_commands_options_values_and_files(script, words, offered):
    found = {word.rstrip("/") for word in complete(script, *words)}
    assert offered <= found
    others = {"migrate", "erase", "--json", "true", "notes.txt", "tasks.jsonl"} - offered
    assert not found & others


def test_bash_completes_at_the_tab_key(script):
    child = pexpect.spawn(
        "bash", ["--norc", "--noprofile", "-i"], env=environment(TERM="dumb", PS1="$ "), encoding="utf-8", timeout=30,
        cwd=str(script.parent / "work"),
    )
    child.expect_exact("$ ")
    child.sendline(f"source {script}; PATH={os.path.dirname(TODOCTL)}:$PATH; PS1='ready> '")
    child.expect_exact("ready> ")
    child.send("todoctl user imp\tta\t")
    child.expect_exact("todoctl user import tasks.jsonl")
    child.close(force=True)


def test_every_shell_gets_a_script_that_names_the_commands():
    for shell in ("bash", "zsh", "fish"):
        done = todoctl("--generate-completion-script", shell)
        assert done.returncode == 0 and done.stderr == ""
        assert all(word in done.stdout for word in ("link-users", "keygen", "erase", "seed-demo"))
    assert todoctl("--generate-completion-script", "tcsh").returncode == 64


def test_the_manual_page_has_every_command_and_only_macros_that_there_are(tmp_path):
    generator = os.path.join(os.path.dirname(TODOCTL), "generate-manual")
    assert os.access(generator, os.X_OK), "swift build --product generate-manual makes it"
    subprocess.run([generator, TODOCTL, "--output-directory", str(tmp_path)], check=True, capture_output=True, timeout=60)
    page = (tmp_path / "todoctl.1").read_text()
    assert re.match(r'\.\\" .*\n\.Dd .+\n\.Dt TODOCTL 1\n\.Os\n\.Sh NAME\n', page)
    # A line of ours that begins like a macro would vanish (mdoc(7)).
    known = {"Dd", "Dt", "Os", "Sh", "Nm", "Nd", "Ar", "Op", "Bl", "El", "It", "Fl", "Ex", "Xr", "An", "Pp", "Ss", "Bk", "Ek", "Mt"}
    macros = set(re.findall(r"^[.']\s*([^\s\"\\]*)", page, re.M)) - {""}
    assert macros <= known
    for word in ("migrate", "link-users", "keygen", "erase", "EXIT STATUS:", "BETTER_AUTH_SECRET_FILE", "todoctl task list"):
        assert word in page
