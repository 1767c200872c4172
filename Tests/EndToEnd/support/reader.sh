# What a reader of the documentation does in another way than a test: a shell sources it before it runs a page's blocks.
#
# A function here stands for the command of its name. Each says why; one that no page uses any longer fails the tests.

set -o pipefail
exec 2>&1
server=
trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT

# What stays until Ctrl-C, a reader leaves in a terminal of its own.
stay() {
    if [ -n "$server" ]; then kill "$server"; wait "$server" || true; fi
    "$@" >stays.log 2>&1 &
    server=$!
    local status=0
    for _ in $(seq 150); do
        sleep 0.1
        if ! kill -0 "$server" 2>/dev/null; then
            wait "$server" || status=$?
            server=
            break
        fi
        if curl -fs -o /dev/null "http://127.0.0.1:$PORT/health/ready"; then break; fi
    done
    cat stays.log
    return "$status"
}

# Stays.
TodoServer() { if [ $# -gt 0 ]; then command TodoServer "$@"; else stay command TodoServer; fi; }

# `dev` stays.
todoctl() { if [ "${1:-}" = dev ]; then stay command todoctl "$@" --port "$PORT"; else command todoctl "$@"; fi; }

# Builds, and then does this.
scripts/run() { todoctl dev "$@"; }

# These build, or take minutes: that they are there and know their options is all that is tried here.
scripts/install() { command scripts/install --help >/dev/null; }
scripts/test() { command scripts/test --help >/dev/null; }
scripts/soak() { command scripts/soak --help >/dev/null; }
scripts/fuzz() { command scripts/fuzz --help >/dev/null; }
scripts/format() { command scripts/format --help >/dev/null; }
scripts/bench() { command scripts/bench --help >/dev/null; }

# Tests that run tests would not end: that the tests are there is tried. Scripts of Python measure for minutes.
.venv/bin/python() {
    if [ "$1 $2" != "-m pytest" ]; then
        "$PYTHON" -m py_compile "$1"
    else
        "$PYTHON" "$@" --collect-only -q -p no:cacheprovider >collected || { cat collected && return 1; }
    fi
}

# `swift test --filter TARGET.SUITE`, likewise.
swift() { grep -qr "struct ${3#*.} " "$REPOSITORY/Tests/${3%.*}"; }

# There is no engine for containers, and no systemd as the first process, where tests run.
docker() { test -f "$REPOSITORY/Dockerfile"; }
systemctl() { for unit in "$@"; do case $unit in todo-*) ls Deploy/systemd/"${unit%.*}".* >/dev/null ;; esac done; }
systemd-analyze() { test -d Deploy/systemd; }

# Not stand-ins: how blocks of other kinds are run.

# SQL, with the rows as a reader of psql sees them, without their frame.
query() { psql -X --quiet --no-align --tuples-only "$DATABASE_URL"; }

# A frontend's file $2, with what it imports from packages in the folder $1 instead.
component() {
    cat >"$2"
    node --import "$1/register.mjs" "$1/run.mjs" "$2"
}

TodoServer >/dev/null
export TOKEN=$(todoctl token issue --user alice)
