package io.weir.probe;

/**
 * How a check ended, in the codes that people know from HAProxy: the layer it reached (4 transport, 6 TLS, 7 the protocol
 * above) and what happened there.
 */
public enum CheckCode {
    /** Connected. */
    L4OK,
    /** Could not connect: refused, reset, unreachable. */
    L4CON,
    /** No answer to the connect in time. */
    L4TOUT,
    /** The TLS handshake succeeded. */
    L6OK,
    /** The TLS handshake failed, or the certificate was not accepted. */
    L6RSP,
    /** The TLS handshake took too long. */
    L6TOUT,
    /** The answer was the one wanted. */
    L7OK,
    /** The answer was no valid one, not the one expected, or none before the end of the connection. */
    L7RSP,
    /** The answer was a status that is not accepted. */
    L7STS,
    /** The answer took too long. */
    L7TOUT
}
