package io.weir.config;

import io.weir.model.HostPort;
import io.weir.model.KeepaliveSettings;
import io.weir.model.ListenerSettings;
import io.weir.model.Off;
import io.weir.model.RefuseWith;
import io.weir.model.TcpSettings;
import java.time.Duration;
import java.util.List;

/** Reads one listener. */
final class ListenerReader {
    private static final Kind<Duration> LIMIT = Times.between("1ms", "365d").orOff(Off.TIME);
    private static final Kind<Duration> SECONDS = new WholeSeconds(Times.between("1s", "9h"));

    private static final Kind<String> POOL = new Text(Text.NAME.pattern(), "the name of a section in weir.pools");

    private ListenerReader() {}

    static ListenerSettings read(String name, Section section, Context context) {
        List<HostPort> binds = section.requiredList("bind", new Addresses(true), "an address or a list of them");
        String pool = section.required("pool", POOL, "");
        int max = section.read(
                "max-connections", Context.connections().orOff(Off.COUNT).or("auto", context.maxConnections()));
        if (!Off.is(max) && max > context.maxConnections()) {
            section.warning(
                    "max-connections", max + " is never reached: weir.max-connections is " + context.maxConnections());
        }
        ListenerSettings settings = new ListenerSettings(
                name,
                binds,
                pool,
                max,
                section.read("backlog", new Counts(1, 65535)),
                section.read("idle-timeout", LIMIT),
                section.read("fin-timeout", LIMIT),
                section.read("stall-timeout", LIMIT),
                section.read("max-age", LIMIT),
                section.read("max-age-jitter", new Shares(100).orOff(0.0)),
                section.read("refuse-with", Words.of(RefuseWith.class)),
                tcp(section.section("tcp")));
        doubts(section, settings);
        section.later(
                "allow",
                "deny",
                "accept-rate",
                "per-client",
                "accept-proxy-protocol",
                "proxy-protocol-trusted",
                "routes",
                "tls");
        section.close();
        return settings;
    }

    private static TcpSettings tcp(Section section) {
        boolean noDelay = section.read("no-delay", new Switch());
        Section keepalive = section.optional("keepalive", true);
        section.close();
        if (keepalive == null) {
            return new TcpSettings(
                    noDelay, new KeepaliveSettings(false, Duration.ofSeconds(60), Duration.ofSeconds(20), 3));
        }
        KeepaliveSettings settings = new KeepaliveSettings(
                true,
                keepalive.read("idle", SECONDS),
                keepalive.read("interval", SECONDS),
                keepalive.read("count", new Counts(1, 127)));
        keepalive.close();
        return new TcpSettings(noDelay, settings);
    }

    private static void doubts(Section section, ListenerSettings settings) {
        if (section.sets("fin-timeout") && Off.is(settings.finTimeout()) && Off.is(settings.idleTimeout())) {
            section.warning("fin-timeout", "with idle-timeout off as well, half-closed connections may stay for ever");
        }
        if (section.changes("max-age-jitter") && Off.is(settings.maxAge())) {
            section.warning("max-age-jitter", "has no effect while max-age is off");
        }
    }
}
