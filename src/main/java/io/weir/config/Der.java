package io.weir.config;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of ASN.1's distinguished encoding as keys of old formats need. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION = {0x02, 0x01, 0x00};

    private Der() {}

    /**
     * A key of a format of its own (PKCS#1, SEC 1) in the common one, which also says what kind of key it is: that stands in
     * the public key that belongs to it.
     *
     * @param publicKey as X.509 has it
     */
    static byte[] pkcs8(byte[] publicKey, byte[] key) {
        int kind = header(publicKey, 0);
        byte[] algorithm = Arrays.copyOfRange(publicKey, kind, header(publicKey, kind) + length(publicKey, kind));
        return wrap(SEQUENCE, VERSION, algorithm, wrap(OCTETS, key));
    }

    /** Where the content of the element at {@code at} begins. */
    private static int header(byte[] bytes, int at) {
        int first = bytes[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int length(byte[] bytes, int at) {
        int first = bytes[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - 0x80; i++) {
            length = (length << 8) | (bytes[at + 2 + i] & 0xff);
        }
        return length;
    }

    private static byte[] wrap(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            out.write(0x83);
            out.write(length >> 16);
            out.write(length >> 8);
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
