package io.weir.proxy;

import io.weir.model.CloseReason;
import io.weir.model.DialFailure;
import io.weir.model.LocalError;
import io.weir.transport.Link;
import io.weir.transport.Side;
import io.weir.transport.socket.NetError;

/** The transport's errors in the words of metrics and logs. */
final class NetErrors {
    private NetErrors() {}

    static DialFailure dial(NetError error) {
        return switch (error) {
            case REFUSED -> DialFailure.REFUSED;
            case RESET -> DialFailure.RESET;
            case TIMED_OUT -> DialFailure.TIMEOUT;
            case UNREACHABLE, NO_FAMILY -> DialFailure.UNREACHABLE;
            default -> DialFailure.OTHER;
        };
    }

    static LocalError local(NetError error) {
        return switch (error) {
            case NO_DESCRIPTORS -> LocalError.NO_DESCRIPTORS;
            case NO_PORTS, IN_USE -> LocalError.NO_PORTS;
            case NO_MEMORY -> LocalError.NO_MEMORY;
            case NO_PERMISSION -> LocalError.NO_PERMISSION;
            default -> LocalError.OTHER;
        };
    }

    static CloseReason reason(Side side, Link.Failure failure) {
        if (failure == Link.Failure.LOST) {
            return CloseReason.KEEPALIVE_LOST;
        }
        return side == Side.CLIENT ? CloseReason.CLIENT_RESET : CloseReason.BACKEND_RESET;
    }
}
