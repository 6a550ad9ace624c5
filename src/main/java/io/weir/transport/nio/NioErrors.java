package io.weir.transport.nio;

import io.weir.transport.socket.NetError;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy makes of the JDK's exceptions. The JDK has no types for most of them, so the system's own words in
 * the message decide, then the type; what neither tells is {@link NetError#OTHER}. Immutable, any thread.
 *
 * @param words what a message of the system means, in whatever language this process hears; null for anything else
 */
record NioErrors(Function<String, @Nullable NetError> words) {
    NetError of(IOException failure) {
        NetError said = words.apply(String.valueOf(failure.getMessage()));
        if (said != null) {
            return said;
        }
        return switch (failure) {
            case NoRouteToHostException _ -> NetError.UNREACHABLE;
            case ClosedChannelException _ -> NetError.RESET;
            case ConnectException _ -> NetError.REFUSED;
            case BindException _ -> NetError.IN_USE;
            default -> NetError.OTHER;
        };
    }
}
