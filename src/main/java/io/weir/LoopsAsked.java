package io.weir;

import io.weir.model.EventLoopSettings;
import io.weir.transport.LoopSettings;

/** The file's event loops in the transport's words. */
final class LoopsAsked {
    private LoopsAsked() {}

    static LoopSettings of(EventLoopSettings settings, long bufferMemory) {
        LoopSettings.Kind kind = switch (settings.transport()) {
            case AUTO -> LoopSettings.Kind.AUTO;
            case NATIVE -> LoopSettings.Kind.NATIVE;
            case NIO -> LoopSettings.Kind.NIO;
        };
        return new LoopSettings(
                settings.count(), kind, settings.bufferSize(), bufferMemory, settings.pipeSize(), settings.pipes());
    }
}
