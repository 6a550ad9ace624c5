package io.weir.config;

import io.weir.model.HostPort;
import java.util.ArrayList;
import java.util.List;

/** Who listens where, so that two that cannot both be bound are found before the start. */
final class Claims {
    private record Claim(HostPort address, String by) {}

    private final List<Claim> claims = new ArrayList<>();

    /** Claims addresses for the key of a section, and reports those that are taken. */
    void claim(Section section, String key, List<HostPort> addresses) {
        String by = section.path().child(key).toString();
        for (HostPort address : addresses) {
            claims.stream()
                    .filter(claim -> clash(claim.address(), address))
                    .findFirst()
                    .ifPresentOrElse(
                            claim -> section.problem(
                                    key,
                                    address + " is taken by " + claim.by()
                                            + (claim.address().equals(address) ? "" : " (" + claim.address() + ")")
                                            + "; allowed: an address that nothing else here listens on"),
                            () -> claims.add(new Claim(address, by)));
        }
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
