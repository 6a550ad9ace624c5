package io.weir.config;

import com.typesafe.config.ConfigObject;
import io.weir.model.EventLoopSettings;
import io.weir.model.ListenerSettings;
import io.weir.model.NodeSettings;
import io.weir.model.PoolSettings;
import io.weir.model.Settings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a parsed file's sections in the order of {@code reference.conf} and holds them against each other. */
final class SettingsReader {
    private SettingsReader() {}

    static Outcome read(Path file, Source source, Host host, PekkoTrial trial) {
        ConfigObject reference = Reference.root();
        Report report = new Report(file.toString(), source.written(), reference);
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        Section top = new Section(report, KeyPath.ROOT, source.resolved(), reference, tree);
        Section weir = top.section("weir");
        Path directory =
                Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
        Settings settings = settings(weir, host, directory, PekkoSettings.text(source.resolved()));
        TopLevel.check(source, report);
        PekkoSettings.check(source.resolved(), settings, trial, report);
        source.broughtNothing()
                .forEach(each -> report.warning(
                        Source.placeOf(each.within(), each.name(), file),
                        "include " + Quoted.text(each.name()) + ": " + each.why()));
        List<Problem> problems = report.problems();
        return problems.isEmpty()
                ? new Outcome.Good(settings, report.warnings(), new Effective(report.settings(), tree))
                : new Outcome.Bad(problems, report.warnings());
    }

    private static Settings settings(Section weir, Host host, Path directory, String pekko) {
        NodeSettings node = NodeReader.node(weir.section("node"), host, new Paths(directory));
        int maxConnections = NodeReader.maxConnections(weir, host);
        Context context = new Context(host, directory, maxConnections);
        EventLoopSettings loops = NodeReader.eventLoops(weir.section("event-loops"), context);
        Section cluster = weir.section("cluster");
        Section admin = weir.section("admin");
        var clusterSettings = ClusterReader.read(cluster);
        var adminSettings = AdminReader.read(admin, context);
        Map<String, Section> listenerSections = weir.named("listeners");
        Map<String, ListenerSettings> listeners = new LinkedHashMap<>();
        listenerSections.forEach((name, section) -> listeners.put(name, ListenerReader.read(name, section, context)));
        Map<String, Section> poolSections = weir.named("pools");
        Map<String, PoolSettings> pools = new LinkedHashMap<>();
        poolSections.forEach((name, section) -> pools.put(name, PoolReader.read(name, section)));
        Settings settings = new Settings(
                node,
                maxConnections,
                loops,
                clusterSettings,
                adminSettings,
                Collections.unmodifiableMap(listeners),
                Collections.unmodifiableMap(pools),
                RunReader.shutdown(weir.section("shutdown")),
                RunReader.accessLog(weir.section("access-log"), context),
                RunReader.log(weir.section("log")),
                pekko);
        weir.later("overload", "reload-watch");
        weir.close();
        CrossChecks.check(settings, weir, cluster, admin, listenerSections, poolSections);
        return settings;
    }
}
