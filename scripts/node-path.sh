#!/bin/sh
# Prints a PATH whose `node` is new enough to run TypeScript as it is (22.18 or later).
# An older machine gets a private Node from the npm registry, in .node/ of this checkout; nothing outside it changes.
set -eu
WANTED=24.21.0
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)

new_enough() {
  "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 18) ? 0 : 1)' 2>/dev/null
}

if new_enough node; then
  printf '%s' "$root/node_modules/.bin:$PATH"
  exit 0
fi

command -v npm >/dev/null || {
  echo "Chimera needs Node 20 or later with npm; they were not found in PATH." >&2
  exit 1
}

if ! [ -x "$root/.node/bin/node" ] || ! new_enough "$root/.node/bin/node"; then
  os=$(uname -s | tr '[:upper:]' '[:lower:]')
  arch=$(uname -m)
  case "$arch" in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; esac
  mkdir -p "$root/.node/download" "$root/.node/bin"
  echo "This machine's Node is older than 22.18: fetching Node $WANTED into .node/" >&2
  printf '{"private":true}' >"$root/.node/download/package.json"
  if (cd "$root/.node/download" && npm install --no-audit --no-fund --silent "node-$os-$arch@$WANTED") >&2; then
    source="$root/.node/download/node_modules/node-$os-$arch/bin/node"
  else
    # Some platforms have only the parent package, which brings a binary by an install script.
    (cd "$root/.node/download" && npm install --no-audit --no-fund --silent node@24) >&2
    source="$root/.node/download/node_modules/node/bin/node"
  fi
  ln -sf "$source" "$root/.node/bin/node"
fi
printf '%s' "$root/.node/bin:$root/node_modules/.bin:$PATH"
