#!/usr/bin/env bash
# Runs the tests on other Node versions, taken from the `node` npm package: scripts/test-nodes.sh [major…]
# Three are left out: pre-commit brings a Node of its own choice, a page in a browser knows of none, and tests of queues wait
# for most of three minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

[ $# -gt 0 ] || set -- 22 24
for version in "$@"; do
  home=node_modules/.cache/node-$version
  if [ ! -x "$home/node_modules/node/bin/node" ]; then
    mkdir -p "$home"
    npm install --silent --no-save --no-package-lock --prefix "$home" "node@$version"
  fi
  echo "Node $("$home/node_modules/node/bin/node" --version)"
  PATH="$PWD/$home/node_modules/node/bin:$PATH" node node_modules/vitest/vitest.mjs run --exclude test/pre-commit.test.ts \
    --exclude "test/report/html/browser/**" --exclude "test/fleet/queue/**"
done
