package io.weir;

import io.weir.model.EventLoopSettings;
import io.weir.transport.LoopSettings;

/** The file's event loops in the transport's words. */
final class LoopsAsked {
    /** A pipe is two descriptors, and half of what is kept for the node itself is for pipes. */
    private static final long PIPES_OF_ITS_OWN = ThisHost.OWN_DESCRIPTORS / 4;

    private LoopsAsked() {}

    /**
     * What there is to be.
     *
     * @param bufferMemory bytes of buffers over all loops
     * @param descriptors the limit
     * @param connections of the node, each with two descriptors that pipes must not take
     */
    static LoopSettings of(EventLoopSettings settings, long bufferMemory, long descriptors, int connections) {
        LoopSettings.Kind kind = switch (settings.transport()) {
            case AUTO -> LoopSettings.Kind.AUTO;
            case NATIVE -> LoopSettings.Kind.NATIVE;
            case NIO -> LoopSettings.Kind.NIO;
        };
        long spare = Math.max(0, descriptors - ThisHost.OWN_DESCRIPTORS - 2L * connections);
        int pipes = (int) Math.min(settings.pipes(), PIPES_OF_ITS_OWN + spare / 2);
        return new LoopSettings(
                settings.count(), kind, settings.bufferSize(), bufferMemory, settings.pipeSize(), pipes);
    }
}
