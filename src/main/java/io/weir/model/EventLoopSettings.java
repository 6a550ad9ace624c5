package io.weir.model;

/**
 * The data plane's threads and their buffers.
 *
 * @param count how many loops, at least 1
 * @param transport which sockets they use
 * @param bufferSize bytes a read takes at most, a power of two from 4 KiB to 1 MiB
 * @param bufferMemory bytes of buffers all loops hold at most; a read waits while none is free
 * @param pipeSize bytes a kernel pipe for bulk transfers holds
 * @param pipes kernel pipes all loops hold at most; beyond, bulk goes through buffers. 0: never use pipes
 */
public record EventLoopSettings(
        int count, TransportKind transport, int bufferSize, long bufferMemory, int pipeSize, int pipes) {}
