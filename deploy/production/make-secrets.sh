#!/bin/sh
# Makes what compose.yaml mounts as secrets, in secrets/ beside it. What is there already stays: run it as often as you like.
set -eu
cd -- "$(dirname -- "$0")"

# The folder is yours alone. In their containers the files belong to you as well, and are read by users of other numbers.
mkdir -p secrets certificates acme
chmod 700 secrets

random() { od -An -v -tx1 -N24 /dev/urandom | tr -d ' \n'; }

keep() {
  [ -s "secrets/$1" ] || printf '%s\n' "$2" >"secrets/$1"
  chmod 444 "secrets/$1"
}

keep master_keys "k1:$(head -c 32 /dev/urandom | base64 | tr -d '\n')"
keep postgres_password "$(random)"
keep redis_password "$(random)"
keep database_url "postgres://chimera:$(cat secrets/postgres_password)@postgres:5432/chimera"
keep redis_url "redis://:$(cat secrets/redis_password)@redis:6379"
