package io.weir;

import io.weir.cli.Screen;
import io.weir.cli.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * A run of a client command inside this process, on a clock of its own that waiting moves on.
 *
 * @param code its exit code
 * @param out its standard output
 * @param err its standard error
 */
record ClientRun(int code, String out, String err) {
    /** Into a pipe. */
    static ClientRun of(String url, String... words) {
        return in(Map.of("WEIR_URL", url), Screen.pipe(), words);
    }

    /** With these variables, onto this screen. */
    static ClientRun in(Map<String, String> environment, Screen screen, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = WeirCommand.run(
                new Surroundings(environment, () -> screen, new HandTime()),
                new PrintWriter(out),
                new PrintWriter(err),
                Ansi.OFF,
                words);
        return new ClientRun(code, out.toString(), err.toString());
    }

    private static final class HandTime implements Surroundings.Time {
        private long nanos = 1;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void pause(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public Duration silence() {
            return Duration.ofSeconds(3);
        }
    }
}
