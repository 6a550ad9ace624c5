package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.Surroundings;
import io.weir.docs.Page;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Every {@code ./weir} command of a document is one, with options it has. */
class DocumentedCommandsTest {
    private static final Pattern WORD = Pattern.compile("[a-z]+");
    private static final Pattern WORDS = Pattern.compile(" +");

    @Test
    void documentsNameCommandsThatExist() {
        List<String> commands = Page.all().stream()
                .flatMap(page -> page.commands().stream())
                .filter(command -> command.startsWith("./weir "))
                .distinct()
                .toList();
        assertThat(commands).contains("./weir demo", "./weir run", "./weir check");
        assertThat(commands)
                .allSatisfy(command -> assertThat(unknownIn(command)).isEmpty());
    }

    @Test
    void anUnknownCommandOrOptionIsSeen() {
        assertThat(unknownIn("./weir balance")).contains("balance");
        assertThat(unknownIn("./weir check --fast")).contains("--fast");
        assertThat(unknownIn("./weir backend paint web b2")).contains("paint");
        assertThat(unknownIn("./weir backend drain web b2 --wiat")).contains("--wiat");
        assertThat(unknownIn("./weir backend drain web b2 --deadline=5m --wait | tee -a log"))
                .isEmpty();
        assertThat(unknownIn("./weir check -c my.conf")).isEmpty();
    }

    @Test
    void everyCommandTeachesWithAnExample() {
        assertThat(leaves(WeirCommand.line(Surroundings.here(), Ansi.OFF), ""))
                .hasSizeGreaterThan(20)
                .allSatisfy(command ->
                        assertThat(help(command.split(" "))).as(command).contains("  weir " + command));
    }

    @Test
    void examplesFitAnOrdinaryTerminal() {
        assertThat(leaves(WeirCommand.line(Surroundings.here(), Ansi.OFF), ""))
                .allSatisfy(command -> assertThat(help(command.split(" ")).lines())
                        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80)));
    }

    /** What is wrapped looks like another example. */
    @Test
    void everyExampleOfAHelpFitsALine() {
        CommandLine root = WeirCommand.line(Surroundings.here(), Ansi.OFF);
        for (String words : leaves(root, "")) {
            CommandLine command = root;
            for (String word : words.split(" ")) {
                command = command.getSubcommands().get(word);
            }
            assertThat(command.getCommandSpec().usageMessage().footer())
                    .as(words)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    @Test
    void theManualNamesEveryClientCommandAndItsOptions() {
        Page manual = Page.all().stream()
                .filter(page -> page.file().endsWith("command-line.md"))
                .findFirst()
                .orElseThrow();
        CommandLine root = WeirCommand.line(Surroundings.here(), Ansi.OFF);
        for (String words : leaves(root, "")) {
            CommandLine command = root;
            for (String word : words.split(" ")) {
                command = command.getSubcommands().get(word);
            }
            boolean local = command.getCommandSpec().findOption("--url") == null && !words.equals("completion");
            assertThat(local || manual.text().contains("| `./weir " + words))
                    .as(words)
                    .isTrue();
            if (!local) {
                assertThat(command.getCommandSpec().options())
                        .allSatisfy(option -> assertThat(manual.text())
                                .as("%s %s", words, option.longestName())
                                .contains(
                                        option.hidden() || option.usageHelp() || option.versionHelp()
                                                ? ""
                                                : option.longestName()));
            }
        }
    }

    /** The commands that have no further ones, each as its words. */
    static List<String> leaves(CommandLine line, String path) {
        if (line.getCommandSpec().usageMessage().hidden()) {
            return List.of();
        }
        return line.getSubcommands().isEmpty()
                ? List.of(path.strip())
                : line.getSubcommands().entrySet().stream()
                        .flatMap(each -> leaves(each.getValue(), path + " " + each.getKey()).stream())
                        .toList();
    }

    /** The first word of a command line that Weir does not know; empty where it knows them all. */
    private static String unknownIn(String line) {
        String[] words = WORDS.split(line.split("[|>&;#]", 2)[0].strip());
        CommandLine command = WeirCommand.line(Surroundings.here(), Ansi.OFF);
        int at = 1;
        while (at < words.length
                && !command.getSubcommands().isEmpty()
                && WORD.matcher(words[at]).matches()) {
            CommandLine next = command.getSubcommands().get(words[at]);
            if (next == null || next.getCommandSpec().usageMessage().hidden()) {
                return words[at];
            }
            command = next;
            at++;
        }
        for (; at < words.length; at++) {
            String option = words[at].split("=", 2)[0];
            if (option.startsWith("-") && command.getCommandSpec().findOption(option) == null) {
                return words[at];
            }
        }
        return "";
    }

    private static String help(String... command) {
        String[] words = java.util.Arrays.copyOf(command, command.length + 1);
        words[command.length] = "--help";
        StringWriter out = new StringWriter();
        WeirCommand.run(new PrintWriter(out, true), new PrintWriter(out, true), Ansi.OFF, words);
        return out.toString();
    }
}
