package io.weir;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands in a help: of what each of them says of itself, the first sentence; the rest is in its own help. */
final class CommandList {
    private static final int WIDTH = 80;
    private static final int INDENT = 2;

    private CommandList() {}

    /** For this command and all below it. */
    static void in(CommandLine line) {
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandList::of);
        line.getSubcommands().values().forEach(CommandList::in);
    }

    private static String of(Help help) {
        int names = INDENT
                + 2
                + help.subcommands().keySet().stream()
                        .mapToInt(String::length)
                        .max()
                        .orElse(0);
        TextTable table = TextTable.forColumns(
                help.colorScheme(),
                new Column(names, INDENT, Overflow.TRUNCATE),
                new Column(WIDTH - names, 0, Overflow.WRAP));
        help.subcommands()
                .forEach((name, each) -> table.addRowValues(
                        help.colorScheme().commandText(name),
                        help.colorScheme()
                                .text(first(String.join(
                                        " ", each.commandSpec().usageMessage().description())))));
        return table.toString();
    }

    private static String first(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }
}
