package io.weir;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A script that lets a shell complete Weir's commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script that lets a shell complete the commands and options of weir.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(weir completion bash)    for this bash, or in ~/.bashrc for every one",
            "  source <(weir completion zsh)     in ~/.zshrc, behind compinit",
            "  weir completion bash >weir.bash   to look at it first"
        })
final class CompletionCommand implements Callable<Integer> {
    /** What the library's script would do to every other command of a zsh: aliases no longer complete as what they stand for. */
    private static final List<String> MEDDLING = List.of("  setopt COMPLETE_ALIASES\n", "  alias compopt=complete\n");

    /** A zsh would offer files for what is none, since it knows no way to call that off word by word, as the script does in a bash. */
    private static final String NAMES_OF_FILES = "complete -F _complete_weir -o default weir weir.sh weir.bash";

    /** The shells that it is for. The script looks by itself which one it is in. */
    enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    @SuppressWarnings("UnusedVariable") // The script is one for both
    private Shell shell = Shell.bash;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String script = AutoComplete.bash("weir", spec.root().commandLine());
        for (String line : MEDDLING) {
            script = script.replace(line, "");
        }
        script = script.replace(
                NAMES_OF_FILES,
                "if [ -n \"${ZSH_VERSION-}\" ]; then " + NAMES_OF_FILES.replace("-o default ", "") + "\nelse "
                        + NAMES_OF_FILES + "\nfi");
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
