package io.weir.cli.http;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a node's admin port is.
 *
 * @param base scheme, host and port, perhaps with the path of a proxy; no slash at the end
 */
public record Target(String base) {
    /**
     * Reads what a user wrote: a URL, or only {@code host:port}.
     *
     * @throws IllegalArgumentException saying what is wrong, without what was written where that may hold a secret
     */
    public static Target parse(String text) {
        String whole = text.contains("://") ? text : "http://" + text;
        URI uri;
        try {
            uri = new URI(whole);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is no URL; it looks like http://127.0.0.1:7626", e);
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "holds more than scheme, host and port; a token goes into --token-file or WEIR_TOKEN");
        }
        String scheme = String.valueOf(uri.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("is neither http:// nor https://");
        }
        if (uri.getHost() == null || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("names no host and port; it looks like http://127.0.0.1:7626");
        }
        return new Target(whole.replaceAll("/+$", ""));
    }

    /** Whether it is spoken to over TLS. */
    public boolean secure() {
        return base.startsWith("https:");
    }

    @Override
    public String toString() {
        return base;
    }
}
