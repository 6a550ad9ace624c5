package io.weir.registry;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a host name. A backend is one address: of several, the one in use stays while it is among the answers,
 * else it is the first in order, IPv4 before IPv6 and then by value, whatever order the name server gave them in.
 *
 * @param sequence grows with every look-up
 * @param address the address in use, or null where there never was an answer
 * @param failure why the last look-up failed, or null where it did not
 */
public record Resolution(
        long sequence,
        @Nullable InetAddress address,
        @Nullable String failure) {
    private static final Comparator<InetAddress> ORDER = Comparator.<InetAddress>comparingInt(
                    address -> address instanceof Inet4Address ? 0 : 1)
            .thenComparing(InetAddress::getAddress, Arrays::compareUnsigned);

    /** A first answer of these addresses, of which there is at least one. */
    public static Resolution found(long sequence, List<InetAddress> addresses) {
        return new Resolution(sequence, addresses.stream().min(ORDER).orElseThrow(), null);
    }

    /** A first look-up that failed. */
    public static Resolution failed(long sequence, String why) {
        return new Resolution(sequence, null, why);
    }

    /** What a later look-up makes of this; an earlier one changes nothing. */
    Resolution then(Lookup.Answer answer) {
        if (answer.sequence() <= sequence) {
            return this;
        }
        return switch (answer) {
            case Lookup.Answer.Failed failed -> new Resolution(failed.sequence(), address, failed.why());
            case Lookup.Answer.Found found ->
                address != null && found.addresses().contains(address)
                        ? new Resolution(found.sequence(), address, null)
                        : found(found.sequence(), found.addresses());
        };
    }

    /** Whether nothing but the number of look-ups differs. */
    boolean saysTheSame(Resolution other) {
        return Objects.equals(address, other.address) && Objects.equals(failure, other.failure);
    }

    /** What a first answer makes. */
    static Resolution of(Lookup.Answer answer) {
        return switch (answer) {
            case Lookup.Answer.Failed failed -> failed(failed.sequence(), failed.why());
            case Lookup.Answer.Found found -> found(found.sequence(), found.addresses());
        };
    }
}
