package io.weir.cli.top;

import io.weir.cli.http.AdminClient;
import io.weir.cli.text.Line;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** The board on a real terminal, which is given back as it was, whatever ends this. For the command's thread. */
public final class FullScreen implements AutoCloseable {
    private static final long KEY_MILLIS = 100;
    private static final long ESCAPE_MILLIS = 50;
    private static final int USUAL_WIDTH = 80;
    private static final int USUAL_HEIGHT = 24;

    private record Extent(int width, int height) {}

    private final Terminal terminal;
    private final boolean colour;
    private final Attributes before;
    private final String giveBack;
    private final Thread owner = Thread.currentThread();
    private final CountDownLatch given = new CountDownLatch(1);
    private final Thread hook = new Thread(this::endedFromOutside);

    private FullScreen(Terminal terminal, boolean colour) {
        this.terminal = terminal;
        this.colour = colour;
        // Without a second screen the board stays where it is, and what comes next begins below it
        this.giveBack = sequence(terminal, Capability.cursor_normal, Capability.keypad_local, Capability.exit_ca_mode)
                + (terminal.getStringCapability(Capability.exit_ca_mode) == null ? "\r\n" : "");
        this.before = terminal.enterRawMode();
    }

    /**
     * Takes the terminal until a key says that it is enough.
     *
     * @param node that is asked
     * @param colour whether there may be colour
     * @param unicode whether there may be more than ASCII
     * @throws IOException where the terminal cannot be had
     */
    public static void run(AdminClient node, boolean colour, boolean unicode) throws IOException {
        Board board = new Board();
        // A node that does not answer is told where it can be read afterwards
        board.show(Snapshot.take(node, System.nanoTime()));
        try (Terminal terminal =
                        TerminalBuilder.builder().system(true).dumb(false).build();
                FullScreen screen = take(terminal, colour);
                Feed feed = Feed.of(node)) {
            try {
                screen.watch(board, feed, new Painter(node.target().base(), unicode));
            } catch (InterruptedIOException | IllegalStateException closed) {
                // A signal: this library closes the terminal in a shutdown hook of its own, in the middle of anything
            }
        }
    }

    private static FullScreen take(Terminal terminal, boolean colour) {
        FullScreen screen = new FullScreen(terminal, colour);
        Runtime.getRuntime().addShutdownHook(screen.hook);
        screen.occupy();
        return screen;
    }

    private void occupy() {
        // Ctrl-C and Ctrl-Z come as keys, so that none of them leaves a raw terminal behind
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.puts(Capability.cursor_invisible);
        terminal.puts(Capability.clear_screen);
        terminal.flush();
    }

    /** As Ctrl-Z does elsewhere: the shell has the terminal until it lets this job go on. */
    private void suspend() throws IOException {
        restore();
        terminal.setAttributes(before);
        try {
            new ProcessBuilder("sh", "-c", "kill -TSTP 0").inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            owner.interrupt();
        }
        terminal.enterRawMode();
        occupy();
    }

    private void watch(Board board, Feed feed, Painter painter) throws IOException {
        NonBlockingReader keys = terminal.reader();
        View view = View.first();
        Extent last = new Extent(0, 0);
        while (!view.leaving() && !owner.isInterrupted()) {
            for (Feed.News news = feed.poll(); news != null; news = feed.poll()) {
                if (news.snapshot() != null) {
                    board.show(news.snapshot());
                } else if (news.failure() != null) {
                    board.fail(news.failure());
                }
            }
            Extent size = extent();
            if (!size.equals(last)) {
                terminal.puts(Capability.clear_screen);
                last = size;
            }
            view = painter.scrolled(board, view, size.width(), size.height());
            draw(painter.paint(board, view, System.nanoTime(), size.width(), size.height()));
            int key = key(keys);
            if (key == NonBlockingReader.EOF) {
                return;
            }
            if (key == Keys.SUSPEND) {
                suspend();
            } else if (key != NonBlockingReader.READ_EXPIRED) {
                view = Keys.press(view, key, Painter.page(size.height()));
            }
        }
    }

    private Extent extent() {
        Size size = terminal.getSize();
        return size.getColumns() > 0 && size.getRows() > 0
                ? new Extent(size.getColumns(), size.getRows())
                : new Extent(USUAL_WIDTH, USUAL_HEIGHT);
    }

    private void draw(List<Line> lines) {
        for (int i = 0; i < lines.size(); i++) {
            terminal.puts(Capability.cursor_address, i, 0);
            terminal.writer().write(lines.get(i).text(colour));
            terminal.puts(Capability.clr_eol);
        }
        terminal.flush();
    }

    /** The next key within a moment, put together from what arrow keys send. */
    private static int key(NonBlockingReader keys) throws IOException {
        int first = keys.read(KEY_MILLIS);
        if (Character.isHighSurrogate((char) first) && first > 0) {
            int second = keys.read(ESCAPE_MILLIS);
            return second > 0 ? Character.toCodePoint((char) first, (char) second) : NonBlockingReader.READ_EXPIRED;
        }
        if (first != Keys.ESCAPE) {
            return first;
        }
        int second = keys.read(ESCAPE_MILLIS);
        if (second != '[' && second != 'O') {
            return Keys.ESCAPE;
        }
        int third = keys.read(ESCAPE_MILLIS);
        int end = third;
        while (end == ';' || (end >= '0' && end <= '9')) {
            end = keys.read(ESCAPE_MILLIS);
        }
        return switch (third) {
            case 'A' -> Keys.UP;
            case 'B' -> Keys.DOWN;
            case 'H', '1' -> Keys.HOME;
            case 'F', '4' -> Keys.END;
            case '5' -> Keys.PAGE_UP;
            case '6' -> Keys.PAGE_DOWN;
            default -> NonBlockingReader.READ_EXPIRED;
        };
    }

    private static String sequence(Terminal terminal, Capability... capabilities) {
        StringWriter text = new StringWriter();
        for (Capability capability : capabilities) {
            String known = terminal.getStringCapability(capability);
            if (known != null) {
                Curses.tputs(text, known);
            }
        }
        return text.toString();
    }

    /** The process is ending: the owner gives the terminal back, so that it draws nothing behind that. */
    private void endedFromOutside() {
        owner.interrupt();
        try {
            if (!given.await(1, TimeUnit.SECONDS)) {
                restore();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Past the library, which may have closed its terminal already; its own hook sets the modes back. */
    private void restore() {
        System.out.print(giveBack);
        System.out.flush();
    }

    /** Gives the terminal back. */
    @Override
    public void close() {
        restore();
        try {
            terminal.setAttributes(before);
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process is ending, and the hooks do the same
        }
        given.countDown();
    }
}
