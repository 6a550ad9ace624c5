package io.weir;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that starts another Weir as this one was started: the same Java with the same options. */
final class OwnCommand {
    /** Options that two processes cannot share: a debugger's port, and a file that is written at the end. */
    private static final List<String> OURS_ALONE =
            List.of("-agentlib:jdwp", "-Xrunjdwp", "-XX:AOTCacheOutput", "-XX:AOTConfiguration", "-XX:AOTMode");

    private OwnCommand() {}

    /** With these words for Weir. */
    static List<String> with(String... words) {
        return of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                System.getProperty("java.class.path", ""),
                words);
    }

    static List<String> of(String java, List<String> options, String classPath, String... words) {
        List<String> command = new ArrayList<>();
        command.add(java);
        options.stream()
                .filter(option -> OURS_ALONE.stream().noneMatch(option::startsWith))
                .forEach(command::add);
        // The start-up cache is for a class path written just so
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, Main.class.getName()));
        }
        command.addAll(List.of(words));
        return command;
    }
}
