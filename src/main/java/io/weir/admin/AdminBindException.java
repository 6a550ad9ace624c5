package io.weir.admin;

import io.weir.model.HostPort;
import java.net.BindException;
import java.util.Optional;

/** The admin port could not be had; the message says why, and who has it where that can be known. */
public final class AdminBindException extends Exception {
    private static final long serialVersionUID = 1L;

    AdminBindException(HostPort bind, Optional<PortHolder.Holder> holder, Throwable cause) {
        super(
                "cannot listen on admin port " + bind + ": "
                        + holder.map(h -> "it is taken by " + h).orElseGet(() -> reason(cause)),
                cause);
    }

    private static String reason(Throwable cause) {
        Throwable last = cause;
        for (Throwable next = last.getCause(); next != null && !(last instanceof BindException); ) {
            last = next;
            next = last.getCause();
        }
        String message = last.getMessage();
        return message == null ? last.toString() : message;
    }
}
