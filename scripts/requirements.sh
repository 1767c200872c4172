# What the commands beside it need from the machine. Sourced by them; not a command of its own.
#
# Checks what is there, says what it is going to install before it does, and installs nothing when nothing is missing.
# Debian and Ubuntu by apt-get (as root, or through sudo), macOS by Homebrew; elsewhere it says what to install.

minimum_swift=6.2

say() { printf '%s\n' "${0##*/}: $*" >&2; }

fail() {
    say "$@"
    exit 69
}

require_swift() {
    local version
    command -v swift >/dev/null || fail "Swift is not installed. Get it from https://www.swift.org/install" \
        "(version $minimum_swift or later), then run this again."
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    if [ "$(printf '%s\n' "$minimum_swift" "${version:-0}" | sort -V | head -n 1)" != "$minimum_swift" ]; then
        fail "Swift ${version:-(of an unknown version)} is too old: $minimum_swift or later is needed." \
            "Get it from https://www.swift.org/install, then run this again."
    fi
}

has_libpq() { pkg-config --exists libpq 2>/dev/null; }

has_postgres() {
    local folder
    for folder in "${PGBIN:-}" /usr/lib/postgresql/*/bin "$(pg_config --bindir 2>/dev/null)" \
        /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then return 0; fi
    done
    command -v initdb >/dev/null && command -v postgres >/dev/null
}

# The client that fetches an issuer's keys links it.
has_zlib() { pkg-config --exists zlib 2>/dev/null; }

has_venv() { python3 -c 'import ensurepip, venv' 2>/dev/null; }

has_wrk() { command -v wrk >/dev/null; }

# Debian puts these where only root's PATH leads.
has_pgbouncer() { command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ]; }

has_nginx() { command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; }

has_chromium() {
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if command -v "$name" >/dev/null; then return 0; fi
    done
    return 1
}

has_reader() { command -v node >/dev/null && command -v jq >/dev/null && command -v curl >/dev/null; }

# Ubuntu gives it another name than Debian, and puts a snap behind it. Neither brings fonts.
chromium_package() { if grep -qs '^ID=ubuntu' /etc/os-release; then echo chromium-browser; else echo chromium; fi; }

# require_packages [tests]: libpq, zlib, pkg-config and PostgreSQL's server programs; with "tests", also Python's
# venv, PgBouncer, nginx, wrk, OpenSSL's program, Chromium, and what the documentation's commands use (Node.js, jq, curl).
require_packages() {
    local missing=() for_tests=false
    if [ "${1:-}" = tests ]; then for_tests=true; fi
    if [ "$(uname)" = Darwin ]; then
        use_homebrew_libpq
        command -v pkg-config >/dev/null || missing+=(pkg-config)
        has_libpq || missing+=(libpq)
        has_postgres || missing+=(postgresql@16)
        if $for_tests && ! has_venv; then missing+=(python3); fi
        if $for_tests && ! has_pgbouncer; then missing+=(pgbouncer); fi
        if $for_tests && ! has_nginx; then missing+=(nginx); fi
        if $for_tests && ! has_wrk; then missing+=(wrk); fi
        if $for_tests && ! command -v openssl >/dev/null; then missing+=(openssl); fi
        if $for_tests && ! has_chromium; then missing+=(google-chrome); fi
        if $for_tests && ! has_reader; then missing+=(node jq curl); fi
        if [ ${#missing[@]} -eq 0 ]; then return 0; fi
        command -v brew >/dev/null || fail "Homebrew is needed to install: ${missing[*]}. See https://brew.sh"
        say "installing: brew install ${missing[*]}"
        brew install "${missing[@]}" </dev/null >&2
        use_homebrew_libpq
    else
        command -v pkg-config >/dev/null || missing+=(pkg-config)
        has_libpq || missing+=(libpq-dev)
        has_postgres || missing+=(postgresql)
        has_zlib || missing+=(zlib1g-dev)
        if $for_tests && ! has_venv; then missing+=(python3-venv); fi
        if $for_tests && ! has_pgbouncer; then missing+=(pgbouncer); fi
        if $for_tests && ! has_nginx; then missing+=(nginx); fi
        if $for_tests && ! has_wrk; then missing+=(wrk); fi
        if $for_tests && ! command -v openssl >/dev/null; then missing+=(openssl); fi
        if $for_tests && ! has_chromium; then missing+=("$(chromium_package)" fonts-liberation); fi
        if $for_tests && ! has_reader; then missing+=(nodejs jq curl); fi
        if [ ${#missing[@]} -eq 0 ]; then return 0; fi
        command -v apt-get >/dev/null ||
            fail "this needs pkg-config, libpq and zlib with headers and PostgreSQL's server programs, for tests also Python 3" \
                "with venv, PgBouncer, nginx, wrk, openssl, Chromium, Node.js, jq and curl; install them with your system's package manager" \
                "(on Debian: ${missing[*]}), then run this again."
        install_with_apt "${missing[@]}"
    fi
}

# Homebrew keeps libpq out of the usual paths.
use_homebrew_libpq() {
    local prefix
    prefix=$(brew --prefix libpq 2>/dev/null) || return 0
    export PKG_CONFIG_PATH="$prefix/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
}

install_with_apt() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail "some packages are missing and there is no sudo. As root: apt-get install $*, then run this again."
        as_root=(sudo)
    fi
    as_root+=(env DEBIAN_FRONTEND=noninteractive)
    say "installing: ${as_root[*]} apt-get install --no-install-recommends $*"
    say "(a database, pooler or proxy that a package may start by itself is not used)"
    "${as_root[@]}" apt-get update -qq </dev/null >&2
    "${as_root[@]}" apt-get install -qq --yes --no-install-recommends "$@" </dev/null >&2
}

# release_flags: what release builds are made with. The standard library is linked in where Swift can do so; it would export every
# symbol then, for the loader to look up at each start.
if [ "$(uname)" = Darwin ]; then
    release_flags=(-c release)
else
    release_flags=(-c release --static-swift-stdlib -Xlinker --no-export-dynamic)
fi

# require_venv FILE: the Python packages that FILE lists, in .venv.
require_venv() {
    if [ ! -x .venv/bin/python ]; then python3 -m venv .venv; fi
    if ! cmp -s "$1" ".venv/${1##*/}"; then
        .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$1" </dev/null >&2
        cp "$1" ".venv/${1##*/}"
    fi
}

# require_binaries: both programs, those that TODO_SERVER and TODOCTL name, else built for release.
require_binaries() {
    local bin product
    if [ -n "${TODO_SERVER:-}" ] && [ -n "${TODOCTL:-}" ]; then return 0; fi
    require_swift
    bin=$(swift build "${release_flags[@]}" --show-bin-path)
    for product in TodoServer todoctl; do
        swift build "${release_flags[@]}" --product "$product" </dev/null >&2
    done
    export TODO_SERVER="$bin/TodoServer" TODOCTL="$bin/todoctl"
}

# require_benchmark PRODUCT: a program of the package Benchmarks, built for release in .build-benchmarks.
require_benchmark() {
    # SwiftPM plans anew for a file that came or went in the package itself only, not in one beside it.
    touch Benchmarks/Package.swift
    swift build --package-path Benchmarks --scratch-path "$PWD/.build-benchmarks" -c release --product "$1" </dev/null >&2
}

# require_example NAME: a package of Examples, built in a folder of its own below .build-examples, and its tests run.
require_example() {
    local flags=(--package-path "Examples/$1" --scratch-path "$PWD/.build-examples/$1")
    touch "Examples/$1/Package.swift"
    if [ -d "Examples/$1/Tests" ]; then
        swift test "${flags[@]}" --disable-xctest </dev/null >&2
    else
        swift build "${flags[@]}" </dev/null >&2
    fi
}
