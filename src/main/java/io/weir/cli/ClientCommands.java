package io.weir.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Every command that speaks to a running node, in the order of the help. */
public final class ClientCommands {
    private ClientCommands() {}

    /** What makes a new one for one run, by its name: making them all takes longer than most of them run. */
    public static Map<String, Supplier<CommandLine>> all(Surroundings here) {
        Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
        all.put("status", () -> new CommandLine(new StatusCommand(here)));
        all.put("top", () -> TopCommand.of(here));
        all.put("backend", () -> backend(here));
        all.put("listener", () -> listener(here));
        all.put("connections", () -> new CommandLine(new ConnectionsCommand(here)));
        all.put("connection", () -> Group.of("connection", "Ends one connection.", new ConnectionKillCommand(here)));
        all.put("events", () -> new CommandLine(new EventsCommand(here)));
        all.put("reload", () -> new CommandLine(new ReloadCommand(here)));
        all.put("node", () -> node(here));
        return all;
    }

    private static CommandLine backend(Surroundings here) {
        return Group.of(
                "backend",
                "Lists, adds, changes, drains and removes backends, on every node at once.",
                new BackendListCommand(here),
                new BackendAddCommand(here),
                new BackendSetCommand(here),
                new BackendDrainCommand(here),
                new BackendStateCommand.Ready(here),
                new BackendStateCommand.Maintenance(here),
                new BackendResetCommand(here),
                new BackendRemoveCommand(here));
    }

    private static CommandLine listener(Surroundings here) {
        return Group.of(
                "listener",
                "Pauses and resumes a listener of the asked node, or gives it another pool.",
                new ListenerCommands.Pause(here),
                new ListenerCommands.Resume(here),
                new ListenerCommands.Set(here));
    }

    private static CommandLine node(Surroundings here) {
        return Group.of(
                "node",
                "Drains the asked node, makes it ready again, or lets it leave.",
                new NodeCommands.Drain(here),
                new NodeCommands.Ready(here),
                new NodeCommands.Leave(here));
    }
}
