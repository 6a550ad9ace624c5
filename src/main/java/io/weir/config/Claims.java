package io.weir.config;

import io.weir.model.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Who listens where, so that two that cannot both be bound are found before the start. */
final class Claims {
    private static final Set<String> WILDCARDS = Set.of("*", "0.0.0.0", "::");

    /**
     * An address that is taken.
     *
     * @param address as it is written
     * @param reach where it listens in truth
     */
    private record Claim(HostPort address, HostPort reach, String by) {}

    private final List<Claim> claims = new ArrayList<>();

    /** Claims addresses for the key of a section, and reports those that are taken. */
    void claim(Section section, String key, List<HostPort> addresses) {
        addresses.forEach(address -> claim(section, key, address, reach(address)));
    }

    /** As the other one for a socket that the JVM opens: on a wildcard, whichever it is, it takes both families. */
    void claimByJvm(Section section, String key, HostPort address) {
        HostPort reach = WILDCARDS.contains(address.host()) ? new HostPort("*", address.port()) : reach(address);
        claim(section, key, address, reach);
    }

    private void claim(Section section, String key, HostPort address, HostPort reach) {
        String by = section.path().child(key).toString();
        claims.stream()
                .filter(claim -> clash(claim.reach(), reach))
                .findFirst()
                .ifPresentOrElse(
                        claim -> section.problem(
                                key,
                                address + " is taken by " + claim.by()
                                        + (claim.address().equals(address) ? "" : " (" + claim.address() + ")")
                                        + "; allowed: an address that nothing else here listens on"),
                        () -> claims.add(new Claim(address, reach, by)));
    }

    /** No name is looked up, but one that is the same on every machine. */
    private static HostPort reach(HostPort address) {
        return address.host().equals("localhost") ? new HostPort("127.0.0.1", address.port()) : address;
    }

    private static boolean clash(HostPort a, HostPort b) {
        return a.port() != 0 && a.port() == b.port() && (a.host().equals(b.host()) || covers(a, b) || covers(b, a));
    }

    /** Whether one is a wildcard for the other. A host name may stand for either family, and is taken for IPv4. */
    private static boolean covers(HostPort wide, HostPort narrow) {
        boolean six = narrow.host().indexOf(':') >= 0;
        return switch (wide.host()) {
            case "*" -> true;
            case "0.0.0.0" -> !six;
            case "::" -> six;
            default -> false;
        };
    }
}
