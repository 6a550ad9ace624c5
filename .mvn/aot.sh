#!/bin/sh
# Makes target/weir.aot: the JVM remembers what a rehearsed demo loads and links, so that the next start is fast. The build's last
# step; where it fails, Weir starts all the same, only later.
set -u
top=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
cd "$top" || exit 0

# A node that runs from the old cache keeps its file; the new one is put in its place when it is whole.
rm -f target/weir.aot target/weir.aot.new
WEIR_NO_BUILD=1
WEIR_JAVA_OPTS='-XX:AOTCacheOutput=target/weir.aot.new -Xlog:aot=off -Xlog:cds=off'
export WEIR_NO_BUILD WEIR_JAVA_OPTS
limit=
if command -v timeout >/dev/null; then limit='timeout 180'; fi
if $limit ./weir demo --port 0 --admin-port 0 --rehearse 300 </dev/null >target/weir.aot.log 2>&1 \
  && [ -s target/weir.aot.new ]; then
  mv target/weir.aot.new target/weir.aot
else
  echo "weir: no start-up cache: the rehearsal failed, see target/weir.aot.log" >&2
fi
