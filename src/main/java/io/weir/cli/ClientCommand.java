package io.weir.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Answer;
import io.weir.cli.text.Line;
import io.weir.cli.text.Table;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that speaks to a node. What the node refuses, or no node at all, comes out as a failure. */
@Command(mixinStandardHelpOptions = true, optionListHeading = "%nOptions:%n", parameterListHeading = "%n")
abstract class ClientCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final Remote remote = new Remote();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;

    ClientCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public final Integer call() throws Exception {
        check();
        try (AdminClient node = remote.connect(spec.commandLine(), surroundings.environment())) {
            act(node);
        } finally {
            out().flush();
        }
        return 0;
    }

    /** Looks at the words of the command before anybody is asked. */
    void check() {}

    abstract void act(AdminClient node) throws Exception;

    final Surroundings surroundings() {
        return surroundings;
    }

    final Screen screen() {
        return surroundings.screen().get();
    }

    final boolean json() {
        return remote.json();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final ParameterException misused(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    final void print(JsonNode node) {
        try {
            out().println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot be written", e);
        }
    }

    final void print(Table table) {
        Screen screen = screen();
        for (Line line : table.lines(screen.width(), screen.mark())) {
            out().println(line.text(screen.colour()));
        }
    }

    final void print(Line line) {
        out().println(line.text(screen().colour()));
    }

    /** The answer to a change: as it came, or in a sentence with what is not so yet behind it. */
    final void done(Answer answer, String sentence) {
        JsonNode body = answer.json();
        if (json()) {
            print(body.isMissingNode() ? object() : body);
        } else {
            out().println(io.weir.cli.text.Text.clean(sentence));
        }
        Caveats.of(body).forEach(caveat -> err().println("weir: " + caveat));
        err().flush();
    }
}
