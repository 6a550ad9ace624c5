package io.weir.admin.api;

import io.weir.model.HostPort;

/** Reads addresses of backends by the rules of the configuration file. Any thread. */
public interface AddressText {
    /**
     * Reads one.
     *
     * @param text as a user wrote it
     * @throws IllegalArgumentException with what is wrong and what is allowed
     */
    HostPort parse(String text);
}
