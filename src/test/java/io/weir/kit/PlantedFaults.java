package io.weir.kit;

/** What {@link FaultAgent} puts into a node: faults that a client asks for by sending so many bytes at once. Any thread. */
public final class PlantedFaults {
    /** In the stage of the connection that they came by. */
    public static final int IN_A_STAGE = 4242;

    /** In the next thing that the host of an event loop does. */
    public static final int IN_A_HOST = 4243;

    /** The heap is used up. */
    public static final int OUT_OF_MEMORY = 4244;

    private static final int MORE_THAN_A_TEST_NODE_HAS = 1 << 30;
    private static volatile boolean hostFails;

    private PlantedFaults() {}

    /**
     * Called wherever a connection is told what was read.
     *
     * @param bytes how many
     */
    public static void received(long bytes) {
        if (bytes == IN_A_STAGE) {
            throw new IllegalStateException("a fault planted by a test");
        } else if (bytes == IN_A_HOST) {
            hostFails = true;
        } else if (bytes == OUT_OF_MEMORY) {
            throw new IllegalStateException("there was room for " + new byte[MORE_THAN_A_TEST_NODE_HAS].length);
        }
    }

    /** Called in whatever the host of an event loop does, outside its guard; fails once. */
    public static void inHost() {
        if (hostFails) {
            hostFails = false;
            throw new IllegalStateException("a fault planted in a host by a test");
        }
    }
}
