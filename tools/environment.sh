#!/bin/sh
# Makes the environment of this checkout: tools/environment.sh FOLDER
# Takes $PYTHON, else the newest supported Python that can make one by itself: newer ones are quicker.
set -eu
folder=$1

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; }
complete() { usable "$1" && "$1" -c 'import ensurepip, venv' 2>/dev/null; }

candidates="${PYTHON:-} python3.14 python3.13 python3.12 python3.11 python3.10 python3 python"
found=
for python in $candidates; do
    if complete "$python"; then
        exec "$python" -m venv --clear "$folder"
    fi
    if [ -z "$found" ] && usable "$python"; then found=$python; fi
done
if [ -z "$found" ]; then
    echo "Terren needs Python 3.10 or later, and none was found. Install it and run make again." >&2
    exit 1
fi

# Debian splits off the part of Python that makes environments
if "$found" -m pip --version >/dev/null 2>&1 && "$found" -m venv --clear --without-pip "$folder" 2>/dev/null; then
    if "$found" -m pip --python "$folder/bin/python" install pip; then exit 0; fi
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "This Python cannot make environments by itself; installing Debian's python3-venv." >&2
    apt-get update && apt-get install -y --no-install-recommends python3-venv
    exec "$found" -m venv --clear "$folder"
fi
echo "This Python cannot make environments by itself. Run: sudo apt install python3-venv" >&2
exit 1
