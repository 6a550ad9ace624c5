package io.weir.config;

import io.weir.model.ClusterSettings;
import io.weir.model.HostPort;
import java.util.List;

/** Reads how a node finds the others. */
final class ClusterReader {
    private static final Text NAME =
            Text.matching("[A-Za-z0-9][A-Za-z0-9_-]{0,63}", "up to 64 letters, digits, hyphens and underscores");

    private ClusterReader() {}

    static ClusterSettings read(Section section) {
        Addresses dialled = new Addresses(false);
        String name = section.read("name", NAME);
        HostPort bind = section.read("bind", new Addresses(true));
        HostPort advertise =
                section.read("advertise", dialled.orNothing("auto")).orElse(null);
        List<HostPort> seeds = section.list("seeds", dialled, "a list of host:port or [v6]:port");
        if (advertise != null && advertise.wildcard()) {
            section.problem(
                    "advertise",
                    advertise + " is every address, which cannot be dialled; allowed: one address, or auto");
        }
        boolean remote = seeds.stream().anyMatch(seed -> !seed.loopback());
        if (remote && bind.loopback()) {
            section.warning("bind", "no other machine reaches " + bind + ", so that the seeds cannot answer");
        }
        section.later("tls");
        section.close();
        return new ClusterSettings(name, bind, advertise, seeds);
    }
}
