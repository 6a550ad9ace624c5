package io.weir.model;

/** Why a connection ended, as access log and metrics say it. */
public enum CloseReason implements Worded {
    /** The client ended it first, orderly. */
    CLIENT_CLOSED("client-closed"),

    /** The backend ended it first, orderly. */
    BACKEND_CLOSED("backend-closed"),

    /** The client reset it. */
    CLIENT_RESET("client-reset"),

    /** The backend reset it. */
    BACKEND_RESET("backend-reset"),

    /** No byte moved for the idle time-out. */
    IDLE("idle"),

    /** One side had ended and no byte moved for the fin time-out. */
    FIN_TIMEOUT("fin-timeout"),

    /** Bytes were waiting to be written and none could be for the stall time-out. */
    STALLED("stalled"),

    /** TCP keep-alive found the peer gone. */
    KEEPALIVE_LOST("keepalive-lost"),

    /** It reached its greatest age. */
    MAX_AGE("max-age"),

    /** Every attempt to reach a backend failed. */
    CONNECT_FAILED("connect-failed"),

    /** No backend was usable. */
    NO_BACKEND("no-backend"),

    /** Every usable backend was at its limit. */
    BACKEND_FULL("backend-full"),

    /** The queue was full. */
    QUEUE_FULL("queue-full"),

    /** It waited in the queue too long. */
    QUEUE_TIMEOUT("queue-timeout"),

    /** The client reset before a backend was joined. */
    CLIENT_GONE("client-gone"),

    /** A list denied the client. */
    DENIED("denied"),

    /** The client was over its limit. */
    CLIENT_LIMIT("client-limit"),

    /** The node was over its limits. */
    OVERLOAD("overload"),

    /** The PROXY header was missing or wrong. */
    BAD_PROXY_HEADER("bad-proxy-header"),

    /** The TLS handshake failed. */
    BAD_TLS("bad-tls"),

    /** Its backend or node was drained and the deadline came. */
    DRAINED("drained"),

    /** An operator ended it. */
    KILLED("killed"),

    /** Its backend went down and the pool asks for this. */
    BACKEND_DOWN("backend-down"),

    /** The node stopped. */
    NODE_STOPPING("node-stopping"),

    /** This node was out of descriptors, ports or memory. */
    LOCAL_RESOURCES("local-resources"),

    /** A fault of Weir's own. */
    ERROR("error");

    private final String word;

    CloseReason(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
