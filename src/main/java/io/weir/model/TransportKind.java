package io.weir.model;

/** Which socket implementation the event loops use. */
public enum TransportKind implements Worded {
    /** Linux system calls where they work, else NIO. */
    AUTO("auto"),

    /** Linux system calls. */
    NATIVE("native"),

    /** The JDK's portable channels. */
    NIO("nio");

    private final String word;

    TransportKind(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
