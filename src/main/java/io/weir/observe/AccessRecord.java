package io.weir.observe;

import io.weir.model.CloseReason;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the access log says of one connection, made when it has ended. Times are nanoseconds.
 *
 * @param epochMillis when it ended, by the wall clock
 * @param listener where it was accepted
 * @param client who asked
 * @param clientPort the client's port
 * @param pool where it was to go
 * @param backend the id of the backend it was joined to, or of the last one tried; null where none was chosen
 * @param id the connection's number, unique in one run of a node
 * @param attempts dials made for it
 * @param queueNanos how long it waited in the queue
 * @param connectNanos how long the dial took that succeeded, or -1
 * @param firstByteNanos from the accept until the backend's first byte, or -1
 * @param durationNanos from the accept to the end
 * @param bytesIn from the client to the backend
 * @param bytesOut from the backend to the client
 * @param sni the name the client asked for in TLS, or null
 * @param reason why it ended
 */
public record AccessRecord(
        long epochMillis,
        String listener,
        InetAddress client,
        int clientPort,
        String pool,
        @Nullable String backend,
        long id,
        int attempts,
        long queueNanos,
        long connectNanos,
        long firstByteNanos,
        long durationNanos,
        long bytesIn,
        long bytesOut,
        @Nullable String sni,
        CloseReason reason) {}
