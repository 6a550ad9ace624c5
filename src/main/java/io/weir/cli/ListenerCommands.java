package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Answer;
import io.weir.cli.http.Route;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What may be done to a listener of the asked node. */
abstract class ListenerCommands extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "The listener.")
    private String name = "";

    ListenerCommands(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void check() {
        if (name.isEmpty()) {
            throw misused("NAME must not be empty");
        }
    }

    final void patch(AdminClient node, ObjectNode body, String sentence) {
        Answer answer = Names.listener(node, name, () -> node.send("PATCH", Route.of("listeners", name), body));
        done(answer, name + ": " + sentence);
    }

    /** No new connections. */
    @Command(
            name = "pause",
            description =
                    "Stops accepting on a listener of the asked node. Connections that are there go on; new ones wait "
                            + "in the system's backlog.",
            footerHeading = "%nExample:%n",
            footer = "  weir listener pause web --url http://10.0.0.2:7626")
    static final class Pause extends ListenerCommands {
        Pause(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        void act(AdminClient node) {
            patch(node, object().put("paused", true), "paused");
        }
    }

    /** New connections again. */
    @Command(
            name = "resume",
            description = "Accepts again on a listener of the asked node.",
            footerHeading = "%nExample:%n",
            footer = "  weir listener resume web")
    static final class Resume extends ListenerCommands {
        Resume(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        void act(AdminClient node) {
            patch(node, object().put("paused", false), "open");
        }
    }

    /** Another pool, another cap. */
    @Command(
            name = "set",
            description =
                    "Gives a listener of the asked node another pool, or another cap. Connections that are there stay "
                            + "where they are.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  weir listener set web --pool green           from blue to green, at once",
                "  weir listener set web --max-connections 5000"
            })
    static final class Set extends ListenerCommands {
        @Option(names = "--pool", paramLabel = "POOL", description = "Where new connections go.")
        private @Nullable String pool;

        @Option(names = "--max-connections", paramLabel = "N|off", description = "At most so many at a time.")
        private @Nullable String maxConnections;

        Set(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        void check() {
            super.check();
            if (pool == null && maxConnections == null) {
                throw misused("nothing to set: give --pool or --max-connections");
            }
            Values values = new Values(this);
            values.name("--pool", pool);
            values.cap(maxConnections);
        }

        @Override
        void act(AdminClient node) {
            ObjectNode body = object();
            StringBuilder said = new StringBuilder();
            if (pool != null) {
                body.put("pool", pool);
                said.append(", new connections go to ").append(pool);
            }
            JsonNode cap = new Values(this).cap(maxConnections);
            if (cap != null) {
                body.set("maxConnections", cap);
                said.append(", max-connections ").append(maxConnections);
            }
            patch(node, body, said.substring(2));
        }
    }
}
