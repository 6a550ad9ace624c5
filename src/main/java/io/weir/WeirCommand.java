package io.weir;

import io.weir.cli.ClientCommands;
import io.weir.cli.Colour;
import io.weir.cli.Surroundings;
import io.weir.cli.http.Failure;
import io.weir.cli.text.Text;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root of the command line: the one place that knows every command. */
@Command(
        name = "weir",
        mixinStandardHelpOptions = true,
        versionProvider = WeirCommand.Version.class,
        description = "A TCP load balancer whose nodes form a cluster.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nTo begin:%n",
        footer = {
            "  weir demo                      a whole system in one command",
            "  weir check -c my.conf          every mistake of a file at once",
            "  weir run -c my.conf            a node in the foreground",
            "  weir status                    what a running node and its cluster do",
            "  weir COMMAND --help            more on one command, with examples",
            "",
            "Exit codes: 0 done; 1 refused; 2 usage; 66 file not readable;",
            "  69 node not reachable; 70 a fault of Weir's own; 71 the system refused;",
            "  78 bad configuration."
        })
final class WeirCommand implements Callable<Integer> {
    /** The one that looks at all others. */
    private static final String COMPLETION = "completion";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What makes each command, by its name, in the order of the help. */
    private static Map<String, Supplier<CommandLine>> commands(Surroundings here) {
        Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
        all.put("demo", () -> new CommandLine(new DemoCommand()));
        all.put("run", () -> new CommandLine(new RunCommand()));
        all.put("check", () -> new CommandLine(new CheckCommand()));
        all.put("config", () -> new CommandLine(new ConfigCommand()));
        all.put(COMPLETION, () -> new CommandLine(new CompletionCommand()));
        all.putAll(ClientCommands.all(here.with(new NodeRules())));
        return all;
    }

    /** Runs one command and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, Ansi ansi, String... args) {
        return run(Surroundings.here(), out, err, ansi, args);
    }

    /** The same in other surroundings than this process's. */
    static int run(Surroundings here, PrintWriter out, PrintWriter err, Ansi ansi, String... args) {
        CommandLine line = line(here, ansi, args);
        line.setOut(out);
        line.setErr(err);
        return run(line, args);
    }

    /** Runs one command of this process. */
    static int run(String... args) {
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        return run(StandardOutput.here(), err, Colour.here(), args);
    }

    /** The same with an output that may fail: then a command is not done that would have been. */
    static int run(StandardOutput output, PrintWriter err, Ansi ansi, String... args) {
        CommandLine line = line(Surroundings.here(), ansi, args);
        PrintWriter out = output.writer(System.out.charset());
        line.setOut(out);
        line.setErr(err);
        int code = run(line, args);
        out.flush();
        String lost = output.lost();
        if (lost == null) {
            return code;
        }
        err.println("weir: not all of the output could be written: " + lost);
        return code == ExitCode.DONE ? ExitCode.SYSTEM : code;
    }

    private static int run(CommandLine line, String... args) {
        try {
            return line.execute(args);
        } catch (Throwable fault) {
            // The library lets errors through, and the exit code of a Java that dies of one means "refused"
            return ExitCode.fault(fault, line.getErr());
        }
    }

    /**
     * The command line that takes these words: with one command where they begin with its name, else with all of them, for a help
     * or a guess at what was meant.
     */
    static CommandLine line(Surroundings here, Ansi ansi, String... args) {
        CommandLine line = new CommandLine(new WeirCommand());
        Map<String, Supplier<CommandLine>> all = commands(here);
        String first = args.length == 0 ? "" : args[0];
        Supplier<CommandLine> named = first.equals(COMPLETION) ? null : all.get(first);
        if (named != null) {
            line.addSubcommand(first, named.get());
        } else {
            all.forEach((name, each) -> line.addSubcommand(name, each.get()));
        }
        tellVersion(line);
        CommandList.in(line);
        line.setColorScheme(Help.defaultColorScheme(ansi));
        line.setParameterExceptionHandler(WeirCommand::usage);
        line.setExecutionExceptionHandler((fault, command, parsed) -> failed(fault, command));
        return line;
    }

    private static void tellVersion(CommandLine line) {
        line.getCommandSpec().versionProvider(new Version());
        line.getSubcommands().values().forEach(WeirCommand::tellVersion);
    }

    private static int failed(Exception fault, CommandLine command) {
        if (!(fault instanceof Failure failure)) {
            return ExitCode.fault(fault, command.getErr());
        }
        PrintWriter err = command.getErr();
        List<String> lines = failure.said().lines().map(Text::clean).toList();
        err.println("weir: " + String.join("\n  ", lines));
        failure.more().forEach(line -> err.println("  " + Text.clean(line)));
        err.flush();
        return switch (failure.kind()) {
            case REFUSED -> ExitCode.REFUSED;
            case UNREACHABLE -> ExitCode.UNREACHABLE;
            case UNREADABLE -> ExitCode.UNREADABLE;
        };
    }

    private static int usage(ParameterException problem, String... args) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("weir: " + problem.getMessage());
        if (problem instanceof UnmatchedArgumentException unmatched) {
            UnmatchedArgumentException.printSuggestions(unmatched, err);
        }
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCode.USAGE;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Tells the version from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Version.class.getPackage().getImplementationVersion();
            return new String[] {
                "weir " + (version == null ? "(not from a jar)" : version),
                "on Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch")
            };
        }
    }
}
