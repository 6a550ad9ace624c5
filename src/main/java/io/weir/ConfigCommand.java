package io.weir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.config.Effective;
import io.weir.config.Outcome;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the settings in force. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Shows every setting in force, and where it came from: a line of the file, or the default. "
                + "Secrets are shown as ***. Without --json the output is itself a configuration file.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir config | grep timeout     every timeout in force",
            "  weir config | grep -v default  what this file changes",
            "  weir config --json             as \"weir\" and \"from\"; off is null"
        })
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private final FileOption file = new FileOption();

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws JsonProcessingException {
        Outcome outcome = file.read();
        int code = file.report(outcome, spec.commandLine().getErr());
        if (outcome instanceof Outcome.Good good) {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(json(good.effective()));
            } else {
                out.print(good.effective().text());
            }
            out.flush();
        }
        return code;
    }

    private static String json(Effective effective) throws JsonProcessingException {
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(effective.tree());
        Map<String, String> from = new LinkedHashMap<>();
        effective.settings().forEach(setting -> from.put(setting.path(), setting.from()));
        whole.put("from", from);
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(whole);
    }
}
