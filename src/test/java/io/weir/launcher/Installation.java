package io.weir.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A copy of the scripts in a scratch folder, beside JDKs and a Maven that only tell what they were called with. */
final class Installation {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    final Path top;
    private final Path bin;
    private final Map<String, String> environment = new TreeMap<>();

    /** What a script did. */
    record Run(int exit, List<String> out, String err) {}

    Installation(Path top) throws IOException {
        this.top = Files.createDirectories(top);
        this.bin = Files.createDirectories(top.resolveSibling("bin"));
        Files.createDirectories(top.resolve(".mvn"));
        for (String script : List.of("weir", "mvnw", ".mvn/jdk.sh")) {
            Files.copy(Path.of(script), top.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
        }
        environment.put("PATH", bin + File.pathSeparator + "/usr/bin" + File.pathSeparator + "/bin");
        environment.put("HOME", top.resolveSibling("home").toString());
    }

    /** A JDK of a version; its java prints its words, one a line, and then the soft limit of descriptors. */
    Path jdk(String version) throws IOException {
        Path home = top.resolveSibling("jdk " + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        program(home.resolve("bin/java"), "printf '%s\\n' \"$@\"; echo \"pid $$\"; ulimit -S -n; exit 42");
        program(home.resolve("bin/javac"), "exit 0");
        return home;
    }

    /** A Maven that writes the jar, and its own words to a file. */
    Path maven() throws IOException {
        Path calls = top.resolveSibling("maven-calls");
        program(
                bin.resolve("mvn"),
                "echo \"$JAVA_HOME | $* | $PWD | $MAVEN_OPTS\" >> '" + calls + "'; [ ! -e fail ] || exit 3; "
                        + "mkdir -p target; echo jar > target/weir.jar");
        return calls;
    }

    /** Somebody's user id, and a list of missing packages that writes to a file what it is called with. */
    Path tools(int user, String missing) throws IOException {
        Path calls = top.resolveSibling("tools-calls");
        program(bin.resolve("id"), "echo " + user);
        Path tools = top.resolve(".ci/tools");
        Files.createDirectories(tools.getParent());
        program(tools, "echo \"called $*\" >> '" + calls + "'; [ \"${1:-}\" = --install ] || echo " + missing);
        return calls;
    }

    /** Sources that are older than anything. */
    void sources() throws IOException {
        Path source = top.resolve("src/main/A.java");
        Files.createDirectories(source.getParent());
        for (Path file : List.of(Files.writeString(top.resolve("pom.xml"), "x"), Files.writeString(source, "x"))) {
            old(file);
        }
        old(source.getParent());
    }

    void jar() throws IOException {
        Files.createDirectories(top.resolve("target"));
        Files.writeString(top.resolve("target/weir.jar"), "jar");
    }

    void set(String variable, Object value) {
        environment.put(variable, value.toString());
    }

    Run run(Path directory, String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path err = Files.createTempFile(top, "err", "");
        Process process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out.lines().toList(), Files.readString(err));
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
