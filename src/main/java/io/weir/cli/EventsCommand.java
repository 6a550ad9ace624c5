package io.weir.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.http.AdminClient;
import io.weir.cli.http.EventStream;
import io.weir.cli.http.Failure;
import io.weir.cli.http.Route;
import io.weir.cli.text.Amounts;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What has happened in the cluster, and what happens. */
@Command(
        name = "events",
        description =
                "Shows the cluster's recent events, oldest first: health flips, admin acts, members coming and going. "
                        + "With --follow it goes on with what happens; a broken stream is taken up where it broke.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir events --since 10m",
            "  weir events --follow                          Ctrl-C leaves",
            "  weir events --follow --json | jq -c .type     an event a line"
        })
final class EventsCommand extends ClientCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--follow", description = "Go on with what happens.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "Only those after an id, a time, or so long ago: 10m.")
    private @Nullable String since;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, 1 to 1000.")
    private @Nullable Integer limit;

    private @Nullable String last;

    EventsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void check() {
        Values values = new Values(this);
        values.number("--limit", limit, 1, 1000);
        values.since(since);
    }

    @Override
    void act(AdminClient node) throws InterruptedException {
        Route route = Route.of("events").with("since", since).with("limit", limit);
        JsonNode recent = node.get(route).json();
        if (json() && !follow) {
            print(recent);
            return;
        }
        for (JsonNode event : recent.path("events")) {
            show(event);
            last = event.path("id").asText();
        }
        last = recent.path("next").asText(last);
        gap(recent.path("gap").asBoolean());
        Caveats.of(recent).forEach(caveat -> err().println("weir: " + caveat));
        err().flush();
        out().flush();
        if (follow) {
            follow(node);
        }
    }

    /** Until the command is ended: a stream that breaks is opened again behind the last event that was shown. */
    private void follow(AdminClient node) throws InterruptedException {
        Duration silence = surroundings().time().silence();
        boolean opened = false;
        while (!out().checkError()) {
            try (EventStream stream = node.stream(Route.of("events", "stream"), last, silence)) {
                if (opened) {
                    tell("the stream is back");
                }
                opened = true;
                read(stream);
                tell("the node ended the stream; trying again");
            } catch (HttpTimeoutException silent) {
                tell("the node has said nothing for " + Amounts.time(silence)
                        + ", though it should every 5 s: it hangs, or the way to it is broken; trying again");
            } catch (IOException broken) {
                tell("the stream broke; trying again");
            } catch (Failure failure) {
                if (!opened || (failure.kind() != Failure.Kind.UNREACHABLE && failure.status() < 500)) {
                    throw failure;
                }
            }
            surroundings().time().pause(PATIENCE);
        }
    }

    private void read(EventStream stream) throws IOException, InterruptedException {
        for (EventStream.Event event = stream.next(); event != null; event = stream.next()) {
            last = event.id() == null ? last : event.id();
            if (event.name().equals("gap")) {
                gap(true);
                continue;
            }
            try {
                show(JSON.readTree(event.data()));
            } catch (JsonProcessingException e) {
                tell("an event that is no JSON was passed over");
            }
            out().flush();
            if (out().checkError()) {
                return;
            }
        }
    }

    private void gap(boolean there) {
        if (there) {
            tell("some events are missing: the node keeps them no more, or was started again");
        }
    }

    private void tell(String what) {
        err().println("weir: " + what);
        err().flush();
    }

    private void show(JsonNode event) {
        if (json()) {
            out().println(event);
        } else {
            EventLine.of(event, screen().width()).forEach(this::print);
        }
    }
}
