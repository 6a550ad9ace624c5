package io.weir.kit;

/** The socket operations Weir is started with. */
public enum Transport {
    /** Linux system calls. */
    NATIVE,
    /** The JDK's own. */
    NIO;

    /** @return the word configuration files have for it */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
