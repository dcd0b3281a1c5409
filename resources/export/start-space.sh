#!/bin/sh
# Starts a Space: lays every service's files out with the Space's secrets, then runs all programs.
# Words are the names of the secrets that the programs themselves are given: `sh start.sh NAPCAT_WEBUI`.
set -eu
here=$(dirname "$0")
given=" $* "

umask 077
secrets=$(mktemp -d)
variables=$(cat "$here"/config/*/blanks.txt | cut -d ' ' -f 1 | sort -u)
for name in $variables; do
  printenv "$name" >"$secrets/$name" || true
done
for folder in "$here"/config/*/; do
  SETUP_SECRETS=$secrets sh "$here/config/setup.sh" "$(basename "$folder")"
done
rm -rf "$secrets"

# QQ derives its device from this. The disk is a new one at each start, this is not.
if [ -n "${DEVICE_ID:-}" ]; then
  printf '%s\n' "$DEVICE_ID" >/etc/machine-id
fi

for name in DEVICE_ID $variables; do
  case $given in
    *" $name "*) ;;
    *) unset "$name" ;;
  esac
done
umask 022
exec supervisord -c "$here/supervisord.conf"
