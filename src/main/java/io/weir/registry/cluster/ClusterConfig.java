package io.weir.registry.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.weir.model.HostPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;

/** The configuration of the clustered actor system: what Weir insists on, then the user's, then Weir's defaults, then Pekko's. */
public final class ClusterConfig {
    /** Every node's clustered actor system has this name; it is part of the addresses. */
    public static final String SYSTEM = "weir";

    private ClusterConfig() {}

    /**
     * The configuration of one control plane.
     *
     * @param node this node's name
     * @param startedEpochMillis when this control plane starts
     * @param bind where the cluster port listens
     * @param advertise where the others dial it
     * @param admin of the admin port, which serves Pekko Management's routes
     * @param userPekko the user's {@code pekko} section as HOCON text
     */
    public static Config of(
            String node, long startedEpochMillis, HostPort bind, HostPort advertise, HostPort admin, String userPekko) {
        Config user = ConfigFactory.parseString(userPekko);
        Map<String, Object> insisted = new LinkedHashMap<>();
        insisted.put("pekko.actor.provider", "cluster");
        insisted.put("pekko.actor.allow-java-serialization", false);
        insisted.put("pekko.actor.serializers.weir", WireSerializer.class.getName());
        for (Class<?> type : List.of(Parcel.class, Hail.class, OverridesShard.class)) {
            insisted.put("pekko.actor.serialization-bindings.\"" + type.getName() + "\"", "weir");
        }
        insisted.put("pekko.remote.artery.enabled", true);
        insisted.put("pekko.remote.artery.transport", "tcp");
        insisted.put("pekko.remote.artery.canonical.hostname", hostText(advertise));
        insisted.put("pekko.remote.artery.canonical.port", advertise.port());
        insisted.put("pekko.remote.artery.bind.hostname", bind.host().equals("*") ? "::" : bind.host());
        insisted.put("pekko.remote.artery.bind.port", bind.port());
        insisted.put("pekko.cluster.seed-nodes", List.of());
        insisted.put("pekko.cluster.roles", roles(node, startedEpochMillis, user));
        insisted.put("pekko.management.http.hostname", admin.host());
        insisted.put("pekko.management.http.port", admin.port());
        insisted.put("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", false);
        insisted.put("pekko.coordinated-shutdown.exit-jvm", false);
        insisted.put("pekko.jvm-shutdown-hooks", false);
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, Object> each : insisted.entrySet()) {
            config = config.withValue(each.getKey(), ConfigValueFactory.fromAnyRef(each.getValue()));
        }
        return config.withFallback(user)
                .withFallback(ConfigFactory.parseResources("weir-cluster.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    /** Where a running control plane is dialled. */
    public static HostPort addressOf(ActorSystem<?> system) {
        return address(Cluster.get(system).selfMember().address());
    }

    /** A host as Pekko's addresses have it: an IPv6 literal in brackets. */
    static String hostText(HostPort address) {
        return address.host().indexOf(':') >= 0 ? "[" + address.host() + "]" : address.host();
    }

    /** The other way round. */
    static HostPort address(Address address) {
        String host = address.getHost().orElse("");
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new HostPort(
                bracketed ? host.substring(1, host.length() - 1) : host,
                address.getPort().orElse(0));
    }

    private static List<String> roles(String node, long startedEpochMillis, Config user) {
        Set<String> roles = new LinkedHashSet<>(Roster.roles(node, startedEpochMillis));
        if (user.hasPath("pekko.cluster.roles")) {
            roles.addAll(user.getStringList("pekko.cluster.roles"));
        }
        return new ArrayList<>(roles);
    }
}
