package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Answer;
import io.weir.cli.http.Failure;
import io.weir.cli.text.Amounts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** No new connections to a backend, and, if asked for, waiting for the old ones. */
@Command(
        name = "drain",
        description =
                "Gives a backend no new connections, on every node. Those it has go on to their own end, or to the "
                        + "deadline. With --wait the command ends when none is left on any node.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir backend drain web b2",
            "  weir backend drain web b2 --deadline 5m --wait && ssh b2 sudo reboot",
            "  weir backend ready web b2                        the end of it"
        })
final class BackendDrainCommand extends BackendCommand {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = "Close what is left after that, such as 30s or 5m.")
    private @Nullable String deadline;

    @Option(names = "--wait", description = "Wait until no connection is left, and tell how many there are.")
    private boolean wait;

    BackendDrainCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void check() {
        super.check();
        new Values(this).deadline(deadline);
    }

    @Override
    void act(AdminClient node) throws InterruptedException {
        ObjectNode body = object().put("state", "draining");
        if (deadline != null) {
            body.put("deadline", deadline);
        }
        Answer answer = patch(node, body);
        String until = deadline == null ? "" : "; what is left after " + deadline + " is closed";
        if (!wait) {
            long left = Drainage.left(answer.json());
            done(answer, name() + ": draining, " + Amounts.of(left, "connection") + " left" + until);
            return;
        }
        Caveats.of(answer.json()).forEach(caveat -> err().println("weir: " + caveat));
        err().flush();
        JsonNode last = follow(node, answer.json());
        if (json()) {
            print(last);
        } else {
            out().println(name() + ": drained, no connection is left");
        }
    }

    private JsonNode follow(AdminClient node, JsonNode first) throws InterruptedException {
        Surroundings.Time time = surroundings().time();
        long begin = time.nanos();
        Progress progress = new Progress(screen(), out());
        Drainage drainage = new Drainage(begin, new Values(this).deadline(deadline));
        JsonNode view = first;
        long answered = begin;
        String silent = "";
        try {
            while (true) {
                long now = time.nanos();
                Drainage.Stage stage = drainage.look(view, now);
                if (!json()) {
                    progress.say(state(view, stage) + silent, Duration.ofNanos(now - begin), now);
                }
                switch (stage) {
                    case EMPTY -> {
                        return view;
                    }
                    case CALLED_OFF ->
                        throw Failure.refused(name() + " was made ready again by somebody else; "
                                + Amounts.of(Drainage.left(view), "connection") + " left.");
                    case STUCK ->
                        throw Failure.refused("The deadline has passed, but "
                                + Amounts.of(Drainage.left(view), "connection") + " of " + name() + " are left: "
                                + Fields.byNode(view.path("connections").path("byNode")) + ".");
                    case GOING_ON, CLOSING -> time.pause(LOOK);
                }
                try {
                    view = view(node);
                    answered = time.nanos();
                    silent = "";
                } catch (Failure failure) {
                    if (failure.status() == 404) {
                        // Somebody removed it, which a node does only when nothing is left
                        return view;
                    }
                    if ((failure.kind() != Failure.Kind.UNREACHABLE && failure.status() != 503)
                            || time.nanos() - answered > PATIENCE.toNanos()) {
                        throw failure;
                    }
                    silent = " when the node last answered; it is asked again";
                }
            }
        } finally {
            progress.end();
        }
    }

    private String state(JsonNode view, Drainage.Stage stage) {
        String byNode = Fields.byNode(view.path("connections").path("byNode"));
        return name() + ": " + (stage == Drainage.Stage.CLOSING ? "closing, " : "draining, ")
                + Amounts.of(Drainage.left(view), "connection") + " left"
                + (byNode.isEmpty() ? "" : " (" + byNode + ")");
    }
}
