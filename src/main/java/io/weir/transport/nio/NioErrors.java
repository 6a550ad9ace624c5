package io.weir.transport.nio;

import io.weir.transport.socket.NetError;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

/**
 * What a proxy makes of the JDK's exceptions. The JDK has no types for most of them, so the system's own words in
 * the message decide; unknown words are {@link NetError#OTHER}.
 */
final class NioErrors {
    private NioErrors() {}

    static NetError of(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("too many open files")) {
            return NetError.NO_DESCRIPTORS;
        }
        if (message.contains("cannot assign requested address") || message.contains("can't assign")) {
            return NetError.NO_PORTS;
        }
        if (message.contains("no buffer space") || message.contains("cannot allocate")) {
            return NetError.NO_MEMORY;
        }
        if (message.contains("permission denied") || message.contains("not permitted")) {
            return NetError.NO_PERMISSION;
        }
        if (message.contains("timed out")) {
            return NetError.TIMED_OUT;
        }
        if (message.contains("unreachable") || failure instanceof NoRouteToHostException) {
            return NetError.UNREACHABLE;
        }
        if (message.contains("reset") || message.contains("broken pipe") || failure instanceof ClosedChannelException) {
            return NetError.RESET;
        }
        if (message.contains("refused") || failure instanceof ConnectException) {
            return NetError.REFUSED;
        }
        return failure instanceof BindException ? NetError.IN_USE : NetError.OTHER;
    }
}
