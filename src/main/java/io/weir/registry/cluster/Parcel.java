package io.weir.registry.cluster;

/** A message from one registry to another, in bytes that nobody changes. */
final class Parcel implements Courier.Command {
    private final long from;
    private final long to;
    private final byte[] bytes;

    /**
     * A parcel.
     *
     * @param from the sender's incarnation
     * @param to the receiver's: a later one at the same address does not open it
     * @param bytes of the message
     */
    Parcel(long from, long to, byte[] bytes) {
        this.from = from;
        this.to = to;
        this.bytes = bytes;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "Parcel of " + bytes.length + " bytes";
    }
}
