package io.weir.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A real terminal with a bash in it, in a tmux of its own: what is typed goes through a pty, and its screen can be read. */
public final class TerminalWindow implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String socket = "weir-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();

    private TerminalWindow() {}

    /**
     * Opens one.
     *
     * @param columns its width
     * @param rows its height
     * @param environment added to the shell's
     * @return the window, with a prompt in it
     */
    public static TerminalWindow open(int columns, int rows, Map<String, String> environment) {
        TerminalWindow window = new TerminalWindow();
        List<String> words = new ArrayList<>(List.of("-u", "-f", "/dev/null", "new-session", "-d"));
        words.addAll(List.of("-x", Integer.toString(columns), "-y", Integer.toString(rows)));
        environment.forEach((name, value) -> words.addAll(List.of("-e", name + "=" + value)));
        words.addAll(List.of("-e", "LC_ALL=C.UTF-8", "bash --norc --noprofile"));
        window.tmux(words.toArray(String[]::new));
        return window.until("a prompt", screen -> !screen.isBlank());
    }

    /**
     * Types a line and Enter.
     *
     * @param line for the shell
     * @return this
     */
    public TerminalWindow enter(String line) {
        tmux("send-keys", "-l", line);
        tmux("send-keys", "Enter");
        return this;
    }

    /**
     * Presses keys.
     *
     * @param keys each as tmux names it, such as {@code q}, {@code Tab}, {@code C-c}
     * @return this
     */
    public TerminalWindow press(String... keys) {
        for (String key : keys) {
            tmux("send-keys", key);
        }
        return this;
    }

    /**
     * Gives it another size.
     *
     * @param columns its width
     * @param rows its height
     * @return this
     */
    public TerminalWindow resize(int columns, int rows) {
        tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
        return this;
    }

    /** @return what stands on it, a line a row */
    public String screen() {
        return tmux("capture-pane", "-p");
    }

    /** @return the same with the sequences that colour it */
    public String colours() {
        return tmux("capture-pane", "-p", "-e");
    }

    /**
     * Waits for something to stand on it.
     *
     * @param what for the failure message
     * @param there whether a screen has it
     * @return this
     */
    public TerminalWindow until(String what, Predicate<String> there) {
        try {
            Patience.until(what, 30).until(() -> there.test(screen()));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError("no " + what + " on the terminal:\n" + screen(), e);
        }
        return this;
    }

    /** @return whether it shows its first screen and not the second one that programs take, and the cursor */
    public boolean isPlain() {
        return tmux("display-message", "-p", "#{alternate_on} #{cursor_flag}")
                .strip()
                .equals("0 1");
    }

    /** @return the shell */
    public ProcessHandle shell() {
        return ProcessHandle.of(Long.parseLong(
                        tmux("display-message", "-p", "#{pane_pid}").strip()))
                .orElseThrow();
    }

    private String tmux(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "-L";
        all[1] = socket;
        System.arraycopy(words, 0, all, 2, words.length);
        try {
            return new String(
                    Program.TMUX.run(LIMIT, all).good().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                    java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        tmux("kill-server");
    }
}
