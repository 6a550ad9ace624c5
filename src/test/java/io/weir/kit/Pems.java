package io.weir.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Certificates for {@code localhost} and their keys, made by openssl, one of a kind for each JVM.
 *
 * @param certificate PEM
 * @param key PEM, PKCS#8
 * @param old the key in the format of its own that older tools write; the same as {@code key} where there is none
 */
public record Pems(String certificate, String key, String old) {
    private static final Map<String, Pems> MADE = new ConcurrentHashMap<>();

    /** @return an RSA one */
    public static Pems rsa() {
        return MADE.computeIfAbsent("rsa:2048", kind -> make(kind, "", "rsa -traditional"));
    }

    /** @return one of an elliptic curve */
    public static Pems ec() {
        return MADE.computeIfAbsent("ec", kind -> make(kind, "-pkeyopt ec_paramgen_curve:prime256v1 ", "ec"));
    }

    /** @return another one of an elliptic curve */
    public static Pems otherEc() {
        return MADE.computeIfAbsent("other", kind -> make("ec", "-pkeyopt ec_paramgen_curve:prime256v1 ", "ec"));
    }

    /** @return an Ed25519 one */
    public static Pems ed25519() {
        return MADE.computeIfAbsent("ed25519", kind -> make(kind, "", ""));
    }

    private static Pems make(String kind, String options, String old) {
        try {
            Path folder = Files.createTempDirectory("weir-pem");
            Path key = folder.resolve("key.pem");
            Path certificate = folder.resolve("cert.pem");
            run(
                    "req -x509 -nodes -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -newkey "
                            + kind + " " + options + "-keyout " + key + " -out " + certificate);
            Path other = old.isEmpty() ? key : folder.resolve("old.pem");
            if (!old.isEmpty()) {
                run(old + " -in " + key + " -out " + other);
            }
            return new Pems(Files.readString(certificate), Files.readString(key), Files.readString(other));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs openssl.
     *
     * @param arguments with blanks between them
     */
    public static void run(String arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(arguments.split(" ")));
        words.addFirst("openssl");
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("openssl failed: " + said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
