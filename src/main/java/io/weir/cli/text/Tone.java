package io.weir.cli.text;

/** What a piece of text means, which a terminal shows by colour. The words say it too: colour is never all there is. */
public enum Tone {
    /** As the terminal writes. */
    PLAIN(""),
    /** As it should be. */
    GOOD("32"),
    /** On its way, or meant so. */
    CARE("33"),
    /** Somebody has to look. */
    BAD("1;31"),
    /** Less important. */
    FAINT("2"),
    /** A title. */
    TITLE("1"),
    /** The chosen one. */
    CHOSEN("7");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    /** Puts this tone around a text with the terminal's escape sequences. */
    public String paint(String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** The tone for a state, a health or a member's status. */
    public static Tone of(String word) {
        return switch (word) {
            case "up", "ready", "open" -> GOOD;
            case "draining", "maintenance", "removing", "joining", "leaving", "exiting", "paused" -> CARE;
            case "down", "unreachable", "removed", "unjoined", "closed" -> BAD;
            default -> PLAIN;
        };
    }
}
