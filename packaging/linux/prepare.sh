#!/bin/sh
# Bring a machine to where the program runs from this folder: Debian packages, .venv, the locked
# Python packages. Quick when nothing is missing.
#
#   prepare.sh GROUP…    groups of debian-packages.txt
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
cd "$top"

python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done

wanted=
for group in "$@"; do
    wanted="$wanted $(sed -n "/^\[$group\]/,/^\[/{/^[a-z]/p}" "$here/debian-packages.txt")"
done
if [ -z "$python" ]; then
    wanted="$wanted python3 python3-venv"
elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    wanted="$wanted python3-venv"
fi

installed() {
    dpkg-query -W -f '${Status}\n' "$1" "$1t64" 2>/dev/null | grep -q '^install ok installed'
}

missing=
for package in $wanted; do
    installed "$package" || missing="$missing $package"
done
if [ -n "$missing" ]; then
    line="apt-get install -y --no-install-recommends$missing"
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "This system has no apt-get. Install what these Debian packages hold:$missing" >&2
        exit 1
    elif [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo"
    elif command -v sudo >/dev/null 2>&1 && [ -t 0 ]; then
        as_root="sudo"
    else
        echo "System packages are missing and there is no sudo. Have this run as root:" >&2
        echo "  $line" >&2
        exit 1
    fi
    echo "Installing system packages:$missing"
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    # shellcheck disable=SC2086  # a list of words
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
[ -n "$python" ] || python=python3

stamp=.venv/prepared
state=$(cat pyproject.toml requirements.lock packaging/linux/prepare.sh packaging/build_hook.py \
    resources/translations/*.po resources/phone/*.* resources/phone/.npmrc resources/phone/src/*.js | cksum)
if [ "$(cat $stamp 2>/dev/null)" != "$state" ]; then
    echo "Installing Python packages into .venv …"
    [ -x .venv/bin/python ] || "$python" -m venv --clear .venv
    .venv/bin/python -m pip install -qq --disable-pip-version-check \
        --require-hashes --requirement requirements.lock
    .venv/bin/python -m pip install -qq --disable-pip-version-check \
        --no-deps --no-build-isolation --editable .
    echo "$state" >$stamp
fi
