#!/usr/bin/env bash
# Takes away what try-install.sh installed; the user's data has to stay.
set -euo pipefail

case "$1" in
  win)
    data="$LOCALAPPDATA/BotPier"
    mkdir -p "$data"
    touch "$data/kept"
    MSYS_NO_PATHCONV=1 "$LOCALAPPDATA/Programs/botpier/Uninstall BotPier.exe" /S _?="$(cygpath -w "$LOCALAPPDATA/Programs/botpier")"
    test -e "$data/kept"
    test ! -e "$BOTPIER_PACKAGED"
    ;;
  mac) rm -R "$HOME/Applications-BotPier.app" ;;
  linux)
    sudo apt-get remove -y -qq botpier
    test ! -e "$BOTPIER_PACKAGED"
    ;;
esac
