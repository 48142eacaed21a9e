#!/bin/sh
# Builds the image anew and replaces one node after the other: the next when nginx reaches the one before. Whoever
# watches is sent over to the other node meanwhile, and misses no word.
set -eu
cd -- "$(dirname -- "$0")"
compose=${COMPOSE:-docker compose}

$compose build app-1
for node in app-1=10.143.27.11 app-2=10.143.27.12; do
  name=${node%%=*}
  address=${node#*=}
  $compose up -d --no-deps --force-recreate "$name"
  seconds=0
  until $compose exec -T nginx curl -fsS -m 2 -o /dev/null -H 'Host: localhost' "http://$address:8080/readyz" 2>/dev/null; do
    seconds=$((seconds + 1))
    if [ "$seconds" -gt 90 ]; then
      echo "$name does not answer; nothing else was changed. See: $compose logs $name" >&2
      exit 1
    fi
    sleep 1
  done
  # For as long as that nginx may still leave it out (fail_timeout), and viewers need to come back to it.
  sleep 5
  echo "$name is new"
done
