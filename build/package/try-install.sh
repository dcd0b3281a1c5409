#!/usr/bin/env bash
# Installs what `npm run package` made, as its user would, and says to later steps where the program is.
set -euo pipefail
cd "$(dirname "$0")/../../out/package/$1"

case "$1" in
  win)
    # Slashes would be taken for paths.
    MSYS_NO_PATHCONV=1 ./BotPier-*-win-x64.exe /S
    program="$LOCALAPPDATA/Programs/botpier/BotPier.exe"
    ;;
  mac)
    codesign --verify --deep --strict mac-arm64/BotPier.app
    hdiutil attach -nobrowse -mountpoint /tmp/botpier BotPier-*-mac-arm64.dmg
    cp -R /tmp/botpier/BotPier.app "$HOME/Applications-BotPier.app"
    hdiutil detach /tmp/botpier
    program="$HOME/Applications-BotPier.app/Contents/MacOS/BotPier"
    ;;
  linux)
    ./BotPier-*-linux-x86_64.AppImage --appimage-extract > /dev/null
    test -x squashfs-root/AppRun
    rm -r squashfs-root
    sudo apt-get install -y -qq ./BotPier-*-linux-amd64.deb
    program=/usr/bin/botpier
    ;;
esac
test -e "$program"
echo "BOTPIER_PACKAGED=$program" >> "$GITHUB_ENV"
