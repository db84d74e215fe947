#!/usr/bin/env bash
# What the tests need beside Node: Java 17 and Maven (a real Kafka broker) and Chromium (the page).
# On Debian and Ubuntu, as root, what is missing is installed by apt; elsewhere one sentence says what to install.
set -euo pipefail

missing=()
java_version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1 || true)
[ "${java_version:-0}" -ge 17 ] || missing+=(java)
command -v mvn > /dev/null || missing+=(maven)
[ -n "${CHROMIUM_PATH:-}" ] || command -v chromium > /dev/null || command -v google-chrome > /dev/null || missing+=(chromium)
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
  echo "The tests need Java 17 or later, Maven and Chromium; missing here: ${missing[*]}. Install them and start the tests again." >&2
  exit 1
fi

echo "Installing by apt: ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
packages=()
for name in "${missing[@]}"; do
  case $name in
    java)
      # The oldest one that is enough; newer releases of Debian have dropped 17.
      for candidate in openjdk-17-jre-headless openjdk-21-jre-headless default-jre-headless; do
        if apt-cache show "$candidate" > /dev/null 2>&1; then packages+=("$candidate") && break; fi
      done
      ;;
    *) packages+=("$name") ;;
  esac
done
apt-get install -y -qq --no-install-recommends "${packages[@]}" > /dev/null
