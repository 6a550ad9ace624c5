package io.weir.cli;

import java.util.List;
import picocli.CommandLine;

/** Every command that speaks to a running node, in the order of the help. */
public final class ClientCommands {
    private ClientCommands() {}

    /** New ones, for one run. */
    public static List<CommandLine> all(Surroundings here) {
        return List.of(
                new CommandLine(new StatusCommand(here)),
                new CommandLine(new TopCommand(here)),
                Group.of(
                        "backend",
                        "Lists, adds, changes, drains and removes backends, on every node at once.",
                        new BackendListCommand(here),
                        new BackendAddCommand(here),
                        new BackendSetCommand(here),
                        new BackendDrainCommand(here),
                        new BackendStateCommand.Ready(here),
                        new BackendStateCommand.Maintenance(here),
                        new BackendResetCommand(here),
                        new BackendRemoveCommand(here)),
                Group.of(
                        "listener",
                        "Pauses and resumes a listener of the asked node, or gives it another pool.",
                        new ListenerCommands.Pause(here),
                        new ListenerCommands.Resume(here),
                        new ListenerCommands.Set(here)),
                new CommandLine(new ConnectionsCommand(here)),
                Group.of("connection", "Ends one connection.", new ConnectionKillCommand(here)),
                new CommandLine(new EventsCommand(here)),
                new CommandLine(new ReloadCommand(here)),
                Group.of(
                        "node",
                        "Drains the asked node, makes it ready again, or lets it leave.",
                        new NodeCommands.Drain(here),
                        new NodeCommands.Ready(here),
                        new NodeCommands.Leave(here)));
    }
}
