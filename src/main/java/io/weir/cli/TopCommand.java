package io.weir.cli;

import io.weir.cli.http.AdminClient;
import io.weir.cli.top.FullScreen;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The cluster, live. */
@Command(
        name = "top",
        description = "Shows nodes, listeners, pools and backends of the whole cluster live, full screen, with rates. "
                + "q leaves, h tells the other keys: sort, filter, move.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir top",
            "  weir top --url http://10.0.0.2:7626",
            "  weir status                            the same once, and for pipes"
        })
final class TopCommand extends ClientCommand {
    private TopCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** It takes {@code --json} like the others, only to say where that is to be had; its help does not promise it. */
    static CommandLine of(Surroundings surroundings) {
        CommandLine line = new CommandLine(new TopCommand(surroundings));
        CommandSpec spec = line.getCommandSpec();
        OptionSpec json = spec.findOption("--json");
        spec.remove(json).addOption(OptionSpec.builder(json).hidden(true).build());
        return line;
    }

    @Override
    void check() {
        String term = surroundings().environment().getOrDefault("TERM", "");
        if (!screen().terminal() || term.isEmpty() || term.equals("dumb")) {
            throw misused("top draws a full screen, and this is no terminal that could show it"
                    + (screen().terminal() ? " (TERM is " + (term.isEmpty() ? "not set" : term) + ")" : "")
                    + "; 'weir status' prints the same once");
        }
        if (json()) {
            throw misused("--json: top is for the eye; 'weir status --json' is for programs");
        }
    }

    @Override
    void act(AdminClient node) throws IOException {
        out().flush();
        FullScreen.run(node, screen().colour(), screen().unicode());
    }
}
