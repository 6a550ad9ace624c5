package io.weir;

/** Starts Weir's command line. */
public final class Main {
    private Main() {}

    /**
     * Runs one command.
     *
     * @param args the command's words
     */
    public static void main(String[] args) {
        System.exit(2);
    }
}
