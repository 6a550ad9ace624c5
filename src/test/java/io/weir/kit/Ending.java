package io.weir.kit;

import java.nio.charset.StandardCharsets;

/** How a stream of bytes ended as its reader saw it. Immutable as long as nobody writes into {@link #bytes}. */
public final class Ending {
    private final How how;
    private final byte[] bytes;
    private final long millis;

    /** The ways a stream ends. */
    public enum How {
        /** Orderly. */
        FIN,
        /** By a reset. */
        RESET,
        /** Not at all while the reader waited. */
        OPEN
    }

    Ending(How how, byte[] bytes, long millis) {
        this.how = how;
        this.bytes = bytes;
        this.millis = millis;
    }

    /** @return by a FIN, a reset, or not within the read time-out */
    public How how() {
        return how;
    }

    /** @return what came before, in full */
    public byte[] bytes() {
        return bytes;
    }

    /** @return milliseconds from the start of reading to the end */
    public long millis() {
        return millis;
    }

    /** @return the bytes as Latin-1 text */
    public String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        String shown = bytes.length <= 60 ? text() : bytes.length + " bytes";
        return how + " after " + millis + " ms and [" + shown + "]";
    }
}
