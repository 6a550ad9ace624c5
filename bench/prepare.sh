# shellcheck shell=sh
# Read by compare and profile, which stand at the top of the repository: finds a JDK, installs packages, builds.
PATH=$PATH:/usr/sbin:/sbin
classes=$PWD/target/bench/classes

# shellcheck source=.mvn/jdk.sh
. .mvn/jdk.sh
find_java 25 javac || exit 1

# The package $2, where the program $1 is missing. RUNLEVEL=1: its service must not start here.
need() {
  if command -v "$1" >/dev/null; then return 0; fi
  as_root=
  if [ "$(id -u)" -ne 0 ]; then as_root=sudo; fi
  echo "installing $2" >&2
  { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get install -y -qq --no-install-recommends "$2"; } </dev/null >&2 || {
    echo "cannot install $2, which has $1; install it by hand" >&2
    exit 1
  }
}

# The launcher builds what is missing or older than the sources.
build_weir() {
  ./weir --version >&2
}

build_bench() {
  rm -rf "$classes"
  mkdir -p "$classes"
  "$JAVA_HOME/bin/javac" -Xlint:all,-restricted -Werror -d "$classes" bench/*.java
}
