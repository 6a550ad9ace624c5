package io.weir.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands whose names are taken for what a later version brings. Each refuses by name. */
public final class LaterCommands {
    private static final Map<String, String> MEANINGS = meanings();

    private LaterCommands() {}

    /** The names, in the order of the manual. */
    public static List<String> names() {
        return List.copyOf(MEANINGS.keySet());
    }

    /** Adds them all to a command, outside its help. */
    public static void addTo(CommandLine parent) {
        MEANINGS.forEach((name, meaning) -> {
            CommandLine command = new CommandLine(new Refusal());
            command.setUnmatchedOptionsArePositionalParams(true);
            command.getCommandSpec()
                    .name(name)
                    .usageMessage()
                    .description(meaning, "Not available yet.")
                    .hidden(true);
            parent.addSubcommand(name, command);
        });
    }

    @Command(mixinStandardHelpOptions = true)
    private static final class Refusal implements Callable<Integer> {
        @Parameters(arity = "0..*", hidden = true)
        private List<String> words = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            String name =
                    spec.name() + (words.isEmpty() || words.getFirst().startsWith("-") ? "" : " " + words.getFirst());
            throw new ParameterException(spec.commandLine(), "weir " + name + " is not available yet");
        }
    }

    private static Map<String, String> meanings() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("top", "The same live, full screen, with rates.");
        return all;
    }
}
