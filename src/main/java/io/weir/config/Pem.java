package io.weir.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a PEM file. Immutable, as long as nobody writes into its bytes. */
final class Pem {
    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private final String label;
    private final byte[] bytes;

    private Pem(String label, byte[] bytes) {
        this.label = label;
        this.bytes = bytes;
    }

    /** What stands between {@code -----BEGIN} and the hyphens. */
    String label() {
        return label;
    }

    /** What it holds. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * All parts, in their order; what stands between them is passed over.
     *
     * @throws Unfit where the file cannot be read or is no PEM file
     */
    static List<Pem> in(Path file) throws Unfit {
        String text;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new Unfit(file + " is too long for a PEM file");
            }
            text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new Unfit(file + " cannot be read");
        }
        List<Pem> parts = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            // Keys of old carry header lines, as those that are encrypted do.
            if (block.group(2).contains("ENCRYPTED")) {
                throw new Unfit(file + " holds an encrypted key; allowed: one without a passphrase");
            }
            try {
                parts.add(new Pem(
                        block.group(1),
                        Base64.getMimeDecoder().decode(block.group(2).strip())));
            } catch (IllegalArgumentException broken) {
                throw new Unfit(file + " holds a " + block.group(1) + " that is damaged");
            }
        }
        if (parts.isEmpty()) {
            throw new Unfit(file + " is no PEM file: it has no line -----BEGIN ...-----");
        }
        return parts;
    }
}
