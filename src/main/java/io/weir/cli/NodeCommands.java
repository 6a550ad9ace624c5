package io.weir.cli;

import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Route;
import picocli.CommandLine.Command;

/** What may be done to the asked node as a whole. */
abstract class NodeCommands extends ClientCommand {
    private final String act;
    private final String sentence;

    NodeCommands(Surroundings surroundings, String act, String sentence) {
        super(surroundings);
        this.act = act;
        this.sentence = sentence;
    }

    @Override
    void act(AdminClient node) {
        done(node.send("POST", Route.of("node", act), null), node.target() + ": " + sentence);
    }

    /** Out of the way of what stands in front. */
    @Command(
            name = "drain",
            description =
                    "Makes the asked node say that it is not ready, so that what stands in front of it sends clients "
                            + "elsewhere. It still accepts and serves; 'weir node ready' is the way back.",
            footerHeading = "%nExample:%n",
            footer = "  weir node drain --url http://10.0.0.2:7626")
    static final class Drain extends NodeCommands {
        Drain(Surroundings surroundings) {
            super(surroundings, "drain", "drained, which is not ready but still accepting");
        }
    }

    /** Back again. */
    @Command(
            name = "ready",
            description = "Takes 'weir node drain' back.",
            footerHeading = "%nExample:%n",
            footer = "  weir node ready --url http://10.0.0.2:7626")
    static final class Ready extends NodeCommands {
        Ready(Surroundings surroundings) {
            super(surroundings, "ready", "no longer drained");
        }
    }

    /** The end of it. */
    @Command(
            name = "leave",
            description =
                    "Ends the asked node as SIGTERM does: it says that it is not ready, waits until that is known, stops "
                            + "accepting, drains, leaves the cluster and stops.",
            footerHeading = "%nExample:%n",
            footer = "  weir node leave --url http://10.0.0.2:7626")
    static final class Leave extends NodeCommands {
        Leave(Surroundings surroundings) {
            super(surroundings, "leave", "leaving, as after SIGTERM");
        }
    }
}
