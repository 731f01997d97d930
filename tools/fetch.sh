#!/bin/sh
# Runs pip with all that is given; where no package index is reached one line says so instead of its twenty.
said=$("$@" 2>&1) && exit 0
code=$?
# what is wanted is the last word
for wanted in "$@"; do :; done
case $said in
*"Failed to establish a new connection"* | *"Temporary failure in name resolution"* | *"No address associated"* | *"Network is unreachable"* | *"ConnectTimeoutError"* | *"Connection refused"* | *"No route to host"*)
    echo "Terren needs a network once, for the packages of $wanted, and no package index answered. Connect and run make again; without any network use a bundle: docs/bundle.md." >&2
    ;;
*) printf '%s\n' "$said" >&2 ;;
esac
exit $code
