package io.weir.arch;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** DESIGN §3 as data: the packages, top to bottom, and what each may know. A package that is not here is a violation. */
final class FloorPlan {
    static final Map<String, Set<String>> ARROWS = arrows();

    /** Value in, value out: time and randomness are parameters. */
    static final Set<String> PURE = Set.of("model", "wire", "balance", "health", "routing", "config");

    /** Packages below a floor that are so too, though the floor is not. */
    static final Set<String> PURE_BELOW = Set.of("registry.escrow");

    /** Where actors and streams live. */
    static final Set<String> PEKKO = Set.of("transport", "probe", "proxy", "registry", "admin", "");

    /**
     * Where threads may meet: cursors and leases, the one volatile table, meters, the loops' own queues and the replaceable
     * holders between the planes.
     */
    static final Set<String> SHARED_STATE = Set.of("balance", "routing", "observe", "transport", "");

    /**
     * Single classes beside those: caps and placement count over all loops, the data plane's head speaks to each loop, and
     * the admin port's connections are each a stream of its own.
     */
    static final Set<String> SHARED_CLASSES =
            Set.of("proxy.Admission", "proxy.Placement", "proxy.DataPlane", "admin.IdleEviction");

    private FloorPlan() {}

    /** Whether threads may meet in a class, named from the root down; nested ones follow the one around them. */
    static boolean maySharedStateBeIn(String below) {
        int nested = below.indexOf('$');
        String name = nested < 0 ? below : below.substring(0, nested);
        int dot = name.indexOf('.');
        return SHARED_STATE.contains(dot < 0 ? "" : name.substring(0, dot)) || SHARED_CLASSES.contains(name);
    }

    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = new TreeMap<>();
        arrows.put("model", Set.of());
        arrows.put("wire", Set.of());
        arrows.put("transport", Set.of());
        arrows.put("cli", Set.of());
        arrows.put("demo", Set.of());
        arrows.put("balance", Set.of("model"));
        arrows.put("health", Set.of("model"));
        arrows.put("observe", Set.of("model"));
        arrows.put("config", Set.of("model"));
        arrows.put("routing", Set.of("model", "balance", "health"));
        arrows.put("probe", Set.of("model", "health", "observe", "transport", "wire"));
        arrows.put("proxy", Set.of("model", "balance", "routing", "observe", "transport", "wire"));
        arrows.put("registry", Set.of("model", "balance", "health", "routing", "observe"));
        arrows.put("admin", Set.of("model", "routing", "observe", "registry"));
        arrows.put(
                "",
                Set.of(
                        "model",
                        "wire",
                        "transport",
                        "cli",
                        "demo",
                        "balance",
                        "health",
                        "observe",
                        "config",
                        "routing",
                        "probe",
                        "proxy",
                        "registry",
                        "admin"));
        return arrows;
    }

    /** The floor's name of a package below {@code root}: its first part; empty for the root itself. */
    static String floorOf(String root, String packageName) {
        if (packageName.equals(root)) {
            return "";
        }
        String below = packageName.substring(root.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }
}
