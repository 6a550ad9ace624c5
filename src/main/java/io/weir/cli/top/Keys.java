package io.weir.cli.top;

/** What each key does. */
final class Keys {
    static final int INTERRUPT = 3;
    static final int BACKSPACE = 8;
    static final int RETURN = 13;
    static final int SUSPEND = 26;
    static final int ESCAPE = 27;
    static final int DELETE = 127;

    /** Beyond every letter: what the keys send that are none. */
    static final int UP = 0x11_0000;

    static final int DOWN = UP + 1;
    static final int PAGE_UP = UP + 2;
    static final int PAGE_DOWN = UP + 3;
    static final int HOME = UP + 4;
    static final int END = UP + 5;

    /** A line below every body. */
    static final int BOTTOM = 1 << 20;

    private Keys() {}

    /**
     * Presses a key.
     *
     * @param view what was seen
     * @param key a letter, or one of the numbers above
     * @param page lines of a screenful
     * @return what is to be seen
     */
    static View press(View view, int key, int page) {
        if (key == INTERRUPT) {
            return view.leave();
        }
        if (view.typing()) {
            return type(view, key);
        }
        if (view.help() && key != 'q') {
            return view.help(false);
        }
        return switch (key) {
            case 'q', 'Q' -> view.leave();
            case 'h', '?' -> view.help(true);
            case 'n' -> view.sorted(View.Sort.NAME);
            case 'c' -> view.sorted(View.Sort.CONNECTIONS);
            case 'r' -> view.sorted(View.Sort.RATE);
            case 'b' -> view.sorted(View.Sort.BYTES);
            case '/' -> view.typing(true);
            case ESCAPE -> view.filtered("");
            case UP, 'k' -> view.scrolled(view.scroll() - 1);
            case DOWN, 'j' -> view.scrolled(view.scroll() + 1);
            case PAGE_UP -> view.scrolled(view.scroll() - page);
            case PAGE_DOWN, ' ' -> view.scrolled(view.scroll() + page);
            case HOME, 'g' -> view.scrolled(0);
            case END, 'G' -> view.scrolled(BOTTOM);
            default -> view;
        };
    }

    private static View type(View view, int key) {
        String filter = view.filter();
        return switch (key) {
            case RETURN, '\n' -> view.typing(false);
            case ESCAPE -> view.filtered("").typing(false);
            case BACKSPACE, DELETE ->
                filter.isEmpty()
                        ? view.typing(false)
                        : view.filtered(filter.substring(0, filter.offsetByCodePoints(filter.length(), -1)));
            default ->
                key >= ' ' && key <= Character.MAX_CODE_POINT ? view.filtered(filter + Character.toString(key)) : view;
        };
    }
}
