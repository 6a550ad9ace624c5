package io.weir;

import io.weir.model.ClusterSettings;
import io.weir.model.HostPort;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address by which the others dial this node, where the file does not say: as the seeds have it where this node is one of
 * them, since a node is only known by the very address it tells; else where it listens; else, where that is every address,
 * the first that is not loopback.
 */
final class Advertised {
    private static final Logger LOG = LoggerFactory.getLogger(Advertised.class);
    private static final Set<String> WILDCARDS = Set.of("*", "0.0.0.0", "::");

    private Advertised() {}

    /** May ask the name server, and so wait. */
    static HostPort address(ClusterSettings settings) {
        HostPort named = settings.advertise();
        HostPort bind = settings.bind();
        boolean wildcard = WILDCARDS.contains(bind.host());
        if (named != null) {
            warnOfSeeds(named, settings, wildcard);
            return named;
        }
        for (HostPort seed : settings.seeds()) {
            if (leadsHere(seed, bind, wildcard)) {
                return seed;
            }
        }
        return wildcard ? new HostPort(firstAddress(bind).orElse("127.0.0.1"), bind.port()) : bind;
    }

    /** As where a file was copied from another node, with its {@code advertise}. */
    private static void warnOfSeeds(HostPort named, ClusterSettings settings, boolean wildcard) {
        for (HostPort seed : settings.seeds()) {
            if (!seed.equals(named) && leadsHere(seed, settings.bind(), wildcard)) {
                LOG.warn(
                        "the seed {} leads to this node, which tells the others that it is {} (weir.cluster.advertise): who"
                                + " asks that seed gets no answer, and where {} is another node this one joins nobody."
                                + " Advertise {}, or take it out of weir.cluster.seeds",
                        seed,
                        named,
                        named,
                        seed);
            }
        }
    }

    private static boolean leadsHere(HostPort seed, HostPort bind, boolean wildcard) {
        return seed.port() == bind.port() && (seed.host().equals(bind.host()) || isHere(seed.host(), bind, wildcard));
    }

    private static boolean isHere(String host, HostPort bind, boolean wildcard) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                boolean bound = wildcard
                        ? NetworkInterface.getByInetAddress(address) != null
                        : address.equals(InetAddress.getByName(bind.host()));
                if (bound) {
                    return true;
                }
            }
        } catch (IOException unknown) {
            LOG.debug("seed {} is not known here: {}", host, unknown.toString());
        }
        return false;
    }

    private static Optional<String> firstAddress(HostPort bind) {
        boolean six = bind.host().equals("::");
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .filter(address -> six ? address instanceof Inet6Address : address instanceof Inet4Address)
                    .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                    .findFirst();
        } catch (IOException none) {
            LOG.warn("the addresses of this host cannot be listed: {}", none.toString());
            return Optional.empty();
        }
    }
}
