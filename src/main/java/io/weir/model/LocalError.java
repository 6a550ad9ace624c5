package io.weir.model;

/** Why a dial or an accept failed on our own side. */
public enum LocalError implements Worded {
    /** The process or the system is out of file descriptors. */
    NO_DESCRIPTORS("no-descriptors"),

    /** No local port is free towards that address. */
    NO_PORTS("no-ports"),

    /** The system is out of memory for sockets. */
    NO_MEMORY("no-memory"),

    /** The system forbids it. */
    NO_PERMISSION("no-permission"),

    /** Something else that the system said. */
    OTHER("other");

    private final String word;

    LocalError(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
