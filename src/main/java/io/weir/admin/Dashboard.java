package io.weir.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard's files. The page is at {@link #PAGE} and what it loads below {@link #FILES}; none of them says anything
 * about this node. Each is read once, when the first one is asked for. Any thread.
 */
final class Dashboard {
    static final String PAGE = "/";
    static final String FILES = "/dashboard/";

    static final List<String> NAMES = List.of(
            "index.html",
            "style.css",
            "icon.svg",
            "main.js",
            "api.js",
            "connections.js",
            "details.js",
            "dialogs.js",
            "dom.js",
            "events.js",
            "format.js",
            "listeners.js",
            "nodes.js",
            "notice.js",
            "overview.js",
            "pace.js",
            "pools.js",
            "rates.js",
            "rights.js",
            "sse.js",
            "store.js",
            "table.js");

    private static final Map<String, ContentType> TYPES = Map.of(
            "html", ContentTypes.parse("text/html; charset=utf-8"),
            "css", ContentTypes.parse("text/css; charset=utf-8"),
            "js", ContentTypes.parse("text/javascript; charset=utf-8"),
            "svg", ContentTypes.parse("image/svg+xml"));

    /**
     * The page may load what this port serves and nothing else, run no text as a script or style, be framed by nobody;
     * and since trusted types have no maker here, the browser refuses to read any text as HTML.
     */
    private static final List<HttpHeader> HEADERS = List.of(
            RawHeader.create(
                    "Content-Security-Policy",
                    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none';"
                            + " require-trusted-types-for 'script'; trusted-types 'none'"),
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("X-Frame-Options", "DENY"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
            RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"));

    private record File(ContentType type, String etag, ByteString bytes) {}

    /** Holds the files as soon as one is asked for, so that a start does not wait for them. */
    private static final class Held {
        private static final Map<String, File> FILES = all();

        private static Map<String, File> all() {
            Map<String, File> files = new LinkedHashMap<>();
            for (String name : NAMES) {
                files.put(name, read(name));
            }
            return files;
        }
    }

    private Dashboard() {}

    /** Whether it is one of the files that the page loads; the page itself is not. */
    static boolean isFile(String path) {
        return path.startsWith(FILES) && NAMES.contains(path.substring(FILES.length()));
    }

    /**
     * The page or a file.
     *
     * @param path {@link #PAGE}, or one for which {@link #isFile} holds
     * @param ifNoneMatch the header's value, or null
     */
    static HttpResponse answer(String path, @Nullable String ifNoneMatch) {
        File file = file(path.equals(PAGE) ? "index.html" : path.substring(FILES.length()));
        boolean known = ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(",", -1))
                        .map(each -> each.strip().replaceFirst("^W/", ""))
                        .anyMatch(each -> each.equals(file.etag) || each.equals("*"));
        HttpResponse response = HttpResponse.create().withStatus(StatusCodes.get(known ? 304 : 200));
        return (known ? response : response.withEntity(HttpEntities.create(file.type, file.bytes)))
                .addHeader(RawHeader.create("ETag", file.etag))
                .addHeader(RawHeader.create("Cache-Control", "no-cache"))
                .addHeaders(HEADERS);
    }

    /** The page for a browser that showed no token yet: refused, and able to ask for one. */
    static HttpResponse signIn(Map<String, String> headers) {
        File page = file("index.html");
        HttpResponse response = Answers.of(401, page.type, page.bytes).addHeaders(HEADERS);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            response = response.addHeader(RawHeader.create(header.getKey(), header.getValue()));
        }
        return response;
    }

    /** Whether whoever asks can show a page. */
    static boolean showsPages(@Nullable String accept) {
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html");
    }

    private static File file(String name) {
        File file = Held.FILES.get(name);
        if (file == null) {
            throw new IllegalArgumentException("no file of the dashboard: " + name);
        }
        return file;
    }

    private static File read(String name) {
        String resource = FILES + name;
        try (InputStream in = Dashboard.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar holds no " + resource);
            }
            byte[] bytes = in.readAllBytes();
            ContentType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type == null) {
                throw new IllegalStateException("no type is known for " + resource);
            }
            return new File(type, '"' + hash(bytes) + '"', ByteString.fromArrayUnsafe(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + resource, e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
