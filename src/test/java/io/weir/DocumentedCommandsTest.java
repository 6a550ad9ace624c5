package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.docs.Page;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** Every {@code ./weir} command of a document is one, with options it has. */
class DocumentedCommandsTest {
    private static final Pattern WORD = Pattern.compile("[a-z]+");

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
        assertThat(unknownIn("./weir check -c my.conf")).isEmpty();
    }

    /** The first word of a command line that Weir does not know; empty where it knows them all. */
    private static String unknownIn(String line) {
        String[] words = line.split(" ");
        if (!WORD.matcher(words[1]).matches()) {
            return help().contains(words[1]) ? "" : words[1];
        }
        if (!help().matches("(?s).*\\R  " + words[1] + " .*")) {
            return words[1];
        }
        String help = help(words[1]);
        for (String word : words) {
            if (word.startsWith("-") && !help.contains(word.split("=", 2)[0])) {
                return word;
            }
        }
        return "";
    }

    private static String help(String... command) {
        StringWriter out = new StringWriter();
        String[] words = List.of(command).isEmpty() ? new String[] {"--help"} : new String[] {command[0], "--help"};
        WeirCommand.run(new PrintWriter(out, true), new PrintWriter(out, true), Ansi.OFF, words);
        return out.toString();
    }
}
