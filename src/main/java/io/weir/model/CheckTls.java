package io.weir.model;

import org.jspecify.annotations.Nullable;

/**
 * That a health check runs over TLS.
 *
 * @param serverName the name asked for (SNI) and verified, or null for the backend's host
 * @param verify whether the certificate must be valid for that name and signed by a known authority
 */
public record CheckTls(@Nullable String serverName, boolean verify) {}
