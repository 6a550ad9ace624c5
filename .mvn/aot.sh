#!/bin/sh
# Makes target/weir.aot and target/commands.aot: the JVM remembers what a rehearsed demo and a rehearsed client command load and
# link, so that the next start is fast. The build's last step; where it fails, Weir starts all the same, only later.
set -u
top=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
cd "$top" || exit 0

# A node that runs from the old caches keeps its files; the new ones are put in their places when they are whole.
rm -f target/weir.aot target/commands.aot target/weir.aot.new target/commands.aot.new
WEIR_NO_BUILD=1
export WEIR_NO_BUILD
limit=
if command -v timeout >/dev/null; then limit='timeout 180'; fi

# Makes cache $2 of a run that ends with exit code $1; the words are the rest.
rehearse() {
  code=$1 cache=$2
  shift 2
  WEIR_JAVA_OPTS="-XX:AOTCacheOutput=target/$cache.new -Xlog:aot=off -Xlog:cds=off" \
    $limit ./weir "$@" </dev/null >"target/$cache.log" 2>&1
  if [ $? = "$code" ] && [ -s "target/$cache.new" ]; then
    mv "target/$cache.new" "target/$cache"
  else
    echo "weir: no start-up cache $cache: the rehearsal failed, see target/$cache.log" >&2
  fi
}

rehearse 0 weir.aot demo --port 0 --admin-port 0 --rehearse 300
# What most commands load is there by the time they find nobody who listens
rehearse 69 commands.aot status --url http://127.0.0.1:1
