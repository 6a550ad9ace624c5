package io.weir.observe;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * How an address is shown: IPv4 dotted, an IPv4 address mapped into IPv6 likewise, IPv6 in its shortest form (RFC 5952)
 * in brackets, all with the port behind. Pure.
 */
public final class AddressText {
    /** Those without a zone are at most 47 bytes. */
    private static final int ABOUT = 48;

    private AddressText() {}

    /** The same for a resolved address, as text. */
    public static String of(InetSocketAddress address) {
        byte[] text =
                append(address.getAddress(), address.getPort(), new Utf8(ABOUT)).copy();
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}. */
    public static Utf8 append(InetAddress address, int port, Utf8 out) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            dotted(bytes, 0, out);
        } else if (mapped(bytes)) {
            dotted(bytes, 12, out);
        } else {
            out.ascii('[');
            groups(bytes, out);
            if (address instanceof Inet6Address six && six.getScopeId() != 0) {
                out.ascii('%').number(six.getScopeId());
            }
            out.ascii(']');
        }
        return out.ascii(':').number(port);
    }

    private static boolean mapped(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == -1 && bytes[11] == -1;
    }

    private static void dotted(byte[] bytes, int from, Utf8 out) {
        for (int i = 0; i < 4; i++) {
            if (i > 0) {
                out.ascii('.');
            }
            out.number(bytes[from + i] & 0xff);
        }
    }

    private static void groups(byte[] bytes, Utf8 out) {
        int from = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group(bytes, i + run) == 0) {
                run++;
            }
            if (run > longest) {
                from = i;
                longest = run;
            }
        }
        for (int i = 0; i < 8; i++) {
            if (i == from) {
                out.ascii("::");
                i += longest - 1;
            } else {
                if (i > 0 && i != from + longest) {
                    out.ascii(':');
                }
                out.ascii(Integer.toHexString(group(bytes, i)));
            }
        }
    }

    private static int group(byte[] bytes, int index) {
        return (bytes[2 * index] & 0xff) << 8 | (bytes[2 * index + 1] & 0xff);
    }
}
