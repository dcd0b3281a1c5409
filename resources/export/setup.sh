#!/bin/sh
# Lays one service's files out in its volumes before it starts: `sh setup.sh <service>`.
# Beside this script, in the folder of that name, lie
#   blanks.txt  variable · kind · form · placeholder, for each value that is left out of the files
#   files.txt   mode · rule · path, for each file of files/
# Rule `ours`: written each time. Rule `keep`: what the service made of it since stays, unless the file here or a
# value in .env is another one than the last time; then the former lies beside it as <path>.before.
set -eu
umask 022
export LC_ALL=C

from=$(dirname "$0")/$1
root=${SETUP_ROOT:-}
secrets=${SETUP_SECRETS:-/run/secrets}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

refuse() {
  echo "setup: $1" >&2
  exit 1
}

value_of() {
  cat "$secrets/$1" 2>/dev/null || true
}

check() {
  [ -n "$2" ] || refuse "$1 is empty: it has to be filled in / $1 还没有填"
  case $3 in
    token)
      case $2 in
        *[!A-Za-z0-9]*) refuse "$1: letters and digits only / $1 只能用英文字母和数字" ;;
      esac
      [ "${#2}" -ge 16 ] || refuse "$1: 16 characters or more / $1 至少 16 位"
      ;;
    text)
      case $2 in
        *[!!-~]* | *\'* | *\"* | *\\*) refuse "$1: no spaces, quotes or backslashes / $1 里不能有空格、引号和反斜杠" ;;
      esac
      ;;
  esac
}

# What stands in a file for a value: the value itself, or what only its service derives from it.
shape() {
  case $1 in
    plain) printf %s "$2" ;;
    sha256) printf %s "$2" | sha256sum | cut -d ' ' -f 1 ;;
    md5) printf %s "$2" | md5sum | cut -d ' ' -f 1 ;;
    astrbot)
      printf %s "$2" | python3 -c '
import hashlib, hmac, sys
secret = sys.stdin.buffer.read()
salt = hmac.digest(secret, b"astrbot", "sha256")[:16]
digest = hashlib.pbkdf2_hmac("sha256", secret, salt, 10000)
print(f"pbkdf2_sha256$10000${salt.hex()}${digest.hex()}")'
      ;;
    *) refuse "unknown form $1" ;;
  esac
}

# Puts $2 in the place of every $1 in $text, whatever characters they are made of.
replace() {
  before=
  while :; do
    case $text in
      *"$1"*)
        before=$before${text%%"$1"*}$2
        text=${text#*"$1"}
        ;;
      *) break ;;
    esac
  done
  text=$before$text
}

: >"$work/fill"
while read -r variable kind form placeholder; do
  value=$(value_of "$variable")
  check "$variable" "$value" "$kind"
  shaped=$(shape "$form" "$value")
  printf '%s %s\n' "$placeholder" "$shaped" >>"$work/fill"
done <"$from/blanks.txt"

while read -r mode rule path; do
  target=$root$path
  # A shell takes the last line breaks away from what it reads.
  text=$(cat "$from/files$path" && echo .)
  while read -r placeholder shaped; do
    replace "$placeholder" "$shaped"
  done <"$work/fill"
  printf %s "${text%.}" >"$work/file"
  seed=$(sha256sum <"$work/file" | cut -d ' ' -f 1)
  if [ "$rule" = keep ] && [ -s "$target" ]; then
    [ "$(cat "$target.seed" 2>/dev/null || true)" != "$seed" ] || continue
    cp -p "$target" "$target.before"
  fi
  mkdir -p "$(dirname "$target")"
  cp "$work/file" "$target.new"
  chmod "$mode" "$target.new"
  mv "$target.new" "$target"
  if [ "$rule" = keep ]; then
    printf '%s\n' "$seed" >"$target.seed"
  fi
done <"$from/files.txt"
echo "setup: $1 is laid out"
