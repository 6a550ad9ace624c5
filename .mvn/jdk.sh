# shellcheck shell=sh
# Finds a Java for ./weir and ./mvnw, which both read this file. Starts no JVM where the JDK says its version in `release`.

# The feature version of the Java home $1, or 0.
java_feature() {
  version=
  if [ -r "$1/release" ]; then
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in JAVA_VERSION=*) version=${line#JAVA_VERSION=} ;; esac
    done <"$1/release"
  else
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version \("[^"]*"\).*/\1/p')
  fi
  version=${version#\"}
  version=${version%%[!0-9]*}
  echo "${version:-0}"
}

# Is $1 a Java home of $2 or newer that has the program $3 (java, javac)?
java_fits() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/$3" ] && [ "$(java_feature "$1")" -ge "$2" ]
}

# Where the `java` of the path lives; it may be a link, or a script that finds another one.
java_on_path() {
  found=$(command -v java) || return 0
  found=$(readlink -f "$found") || return 0
  home=${found%/bin/java}
  if [ -r "$home/release" ]; then
    echo "$home"
  else
    "$found" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
  fi
}

# Sets JAVA_HOME to the first Java of $1 or newer that has the program $2: JAVA_HOME, the path, the usual places.
find_java() {
  if [ -n "${JAVA_HOME:-}" ] && java_fits "$JAVA_HOME" "$1" "$2"; then
    return 0
  fi
  for home in "$(java_on_path)" \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/openjdk* /opt/java/* /opt/*jdk* /opt/*/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME:-/}"/.jdks/* "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.asdf/installs/java/* \
    "${HOME:-/}"/.local/share/mise/installs/java/*; do
    if [ -n "$home" ] && java_fits "$home" "$1" "$2"; then
      JAVA_HOME=$home
      return 0
    fi
  done
  cat >&2 <<END
${0##*/}: no JDK $1 or newer was found in JAVA_HOME, on the path or in the usual places.
Install one - for example the package openjdk-$1-jdk or temurin-$1-jdk of your system, or any other build of
OpenJDK $1 - or point JAVA_HOME at it. It need not be the default java.
END
  return 1
}
