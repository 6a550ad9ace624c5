package io.weir.config;

import io.weir.model.AccessLogSettings;
import io.weir.model.AdminSettings;
import io.weir.model.ClusterSettings;
import io.weir.model.EventLoopSettings;
import io.weir.model.ListenerSettings;
import io.weir.model.LogSettings;
import io.weir.model.NodeSettings;
import io.weir.model.PoolSettings;
import io.weir.model.Settings;
import io.weir.model.ShutdownSettings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a parsed file's sections in the order of {@code reference.conf} and holds them against each other. */
final class SettingsReader {
    private SettingsReader() {}

    static Outcome read(Path file, Source source, Host host) {
        Report report = new Report(file.toString(), source.written());
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        Section top = new Section(
                report, KeyPath.ROOT, source.resolved(), Reference.load().root(), tree);
        Section weir = top.section("weir");
        Path directory =
                Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
        Settings settings = settings(weir, new Context(host, directory, NodeReader.maxConnections(weir, host)), source);
        TopLevel.check(source, report);
        PekkoSettings.check(source.resolved(), settings, report);
        List<Problem> problems = report.problems();
        return problems.isEmpty()
                ? new Outcome.Good(settings, report.warnings(), new Effective(report.settings(), tree))
                : new Outcome.Bad(problems, report.warnings());
    }

    private static Settings settings(Section weir, Context context, Source source) {
        NodeSettings node = NodeReader.node(weir.section("node"), context);
        EventLoopSettings loops = NodeReader.eventLoops(weir.section("event-loops"), context);
        Section clusterSection = weir.section("cluster");
        ClusterSettings cluster = ClusterReader.read(clusterSection);
        Section adminSection = weir.section("admin");
        AdminSettings admin = AdminReader.read(adminSection, context);
        Map<String, Section> listenerSections = weir.named("listeners");
        Map<String, ListenerSettings> listeners = new LinkedHashMap<>();
        listenerSections.forEach((name, section) -> listeners.put(name, ListenerReader.read(name, section, context)));
        Map<String, PoolSettings> pools = new LinkedHashMap<>();
        Map<String, Section> poolSections = weir.named("pools");
        poolSections.forEach((name, section) -> pools.put(name, PoolReader.read(name, section)));
        ShutdownSettings shutdown = RunReader.shutdown(weir.section("shutdown"));
        AccessLogSettings accessLog = RunReader.accessLog(weir.section("access-log"), context);
        LogSettings log = RunReader.log(weir.section("log"));
        weir.later("overload", "reload-watch");
        weir.close();

        Claims claims = new Claims();
        claims.claim(clusterSection, "bind", List.of(cluster.bind()));
        claims.claim(adminSection, "bind", List.of(admin.bind()));
        listenerSections.forEach((name, section) -> claims.claim(
                section, "bind", Objects.requireNonNull(listeners.get(name)).binds()));
        listenerSections.forEach((name, section) ->
                pool(section, Objects.requireNonNull(listeners.get(name)).pool(), poolSections.keySet()));
        poolSections.forEach((name, section) -> {
            if (listeners.values().stream()
                    .noneMatch(listener -> listener.pool().equals(name))) {
                section.warning("", "no listener sends connections to this pool");
            }
        });
        if (listeners.isEmpty()) {
            weir.warning("listeners", "there is no listener: this node forwards nothing");
        }
        return new Settings(
                node,
                context.maxConnections(),
                loops,
                cluster,
                admin,
                Collections.unmodifiableMap(listeners),
                Collections.unmodifiableMap(pools),
                shutdown,
                accessLog,
                log,
                PekkoSettings.text(source.resolved()));
    }

    private static void pool(Section listener, String pool, Set<String> pools) {
        if (!pool.isEmpty() && !pools.contains(pool)) {
            String hint = Nearest.hint(pool, pools);
            listener.problem(
                    "pool",
                    "there is no pool " + Quoted.text(pool)
                            + (hint.isEmpty()
                                    ? "; allowed: "
                                            + (pools.isEmpty()
                                                    ? "one that weir.pools defines"
                                                    : String.join(", ", pools))
                                    : hint));
        }
    }
}
