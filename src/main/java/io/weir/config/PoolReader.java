package io.weir.config;

import io.weir.model.Algorithm;
import io.weir.model.BackendId;
import io.weir.model.BackendSpec;
import io.weir.model.ConnectSettings;
import io.weir.model.DurationText;
import io.weir.model.HealthCheckSettings;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.model.OutlierSettings;
import io.weir.model.PoolSettings;
import io.weir.model.Scope;
import io.weir.model.WhenAllDown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads one pool. */
final class PoolReader {
    private static final Text ID = Text.matching(BackendId.PATTERN, BackendId.ALLOWED);

    private PoolReader() {}

    static PoolSettings read(String name, Section section) {
        Algorithm algorithm = section.read("algorithm", Words.of(Algorithm.class));
        Scope balanceScope = section.read("balance-scope", Words.of(Scope.class));
        List<BackendSpec> backends = backends(section);
        Kind<Integer> cap = Context.connections().orOff(Off.COUNT);
        int max = section.read("max-connections", cap);
        Scope maxScope = section.read("max-connections-scope", Words.of(Scope.class));
        HealthCheckSettings check = CheckReader.read(section.section("health-check"));
        OutlierSettings outliers = outliers(section.section("outlier-detection"));
        ConnectSettings connect = connect(section.section("connect"));
        PoolSettings settings = new PoolSettings(
                name,
                algorithm,
                balanceScope,
                backends,
                max,
                maxScope,
                check,
                outliers,
                connect,
                section.read("when-all-down", Words.of(WhenAllDown.class, "hold")),
                section.read("resolve-interval", Times.between("100ms", "1d")));
        boolean weighted = backends.stream().anyMatch(backend -> backend.weight() > 1);
        if (algorithm == Algorithm.FIRST && weighted) {
            section.warning("algorithm", "weights other than 0 have no effect with first");
        }
        section.later(
                "retry-budget",
                "queue",
                "slow-start",
                "on-backend-down",
                "send-proxy-protocol",
                "tls",
                "discovery",
                "agent-check");
        section.close();
        return settings;
    }

    private static List<BackendSpec> backends(Section pool) {
        Kind<Integer> cap = Context.connections().orOff(Off.COUNT);
        Map<String, Integer> seen = new HashMap<>();
        List<BackendSpec> found = new ArrayList<>();
        List<Section> sections = pool.sections("backends", "address");
        for (Section each : sections) {
            HostPort nowhere = new HostPort("", 0);
            HostPort address = each.required("address", BackendAddress.kind(), nowhere);
            String id = each.read("id", ID.or("auto", address.toString()));
            BackendSpec spec = new BackendSpec(
                    id,
                    address,
                    each.read("weight", new Counts(0, 1000)),
                    each.read("max-connections", cap),
                    each.read("backup", new Switch()));
            each.close();
            if (!address.equals(nowhere) && seen.putIfAbsent(id, found.size()) != null) {
                boolean named = each.sets("id");
                each.problem(
                        named ? "id" : "address",
                        Quoted.text(id) + " is there twice; allowed: each id once"
                                + (named ? "" : ", which is the address where none is given"));
            }
            found.add(spec);
        }
        if (sections.isEmpty()) {
            pool.warning("backends", "this pool has no backends: its connections are refused");
        } else if (found.stream().allMatch(spec -> spec.weight() == 0)) {
            pool.warning("backends", "every weight is 0: connections are refused");
        }
        return found;
    }

    private static OutlierSettings outliers(Section section) {
        OutlierSettings settings = new OutlierSettings(
                section.read("consecutive-failures", new Counts(1, 1000).orOff(Off.COUNT)),
                section.read("ejection", Times.between("1ms", "1d")));
        section.later("max-ejection", "max-ejected");
        section.close();
        return settings;
    }

    private static ConnectSettings connect(Section section) {
        ConnectSettings settings = new ConnectSettings(
                section.read("timeout", Times.between("1ms", "1h")),
                section.read("attempts", new Counts(1, 100)),
                section.read("backoff", Times.between("1ms", "1m").orOff(Duration.ZERO)),
                section.read("total", Times.between("1ms", "1d")),
                section.list("source", new Literals(), "a list of literal addresses of this machine"));
        if (settings.total().compareTo(settings.timeout()) < 0) {
            section.problem(
                    section.sets("total") ? "total" : "timeout",
                    "total " + DurationText.of(settings.total()) + " is shorter than timeout "
                            + DurationText.of(settings.timeout()) + "; allowed: a total of at least timeout");
        }
        section.close();
        return settings;
    }
}
