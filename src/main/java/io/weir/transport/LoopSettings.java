package io.weir.transport;

/**
 * How event loops are made.
 *
 * @param count how many
 * @param kind which sockets
 * @param bufferSize bytes of a buffer
 * @param bufferMemory bytes of buffers over all loops
 * @param pipeSize bytes of a kernel pipe
 * @param pipes kernel pipes over all loops
 */
public record LoopSettings(int count, Kind kind, int bufferSize, long bufferMemory, int pipeSize, int pipes) {
    /** Which sockets. */
    public enum Kind {
        /** Linux system calls where they work, else NIO. */
        AUTO,
        /** Linux system calls. */
        NATIVE,
        /** The JDK's channels. */
        NIO
    }
}
