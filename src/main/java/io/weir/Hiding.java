package io.weir;

import io.weir.admin.api.ListenerView;
import io.weir.admin.api.ReloadReport;
import io.weir.config.reload.Difference;
import io.weir.config.reload.Edit;
import io.weir.registry.Overridden;
import io.weir.registry.RegistryView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what a new file says in vain, because something else was said at run time. */
final class Hiding {
    /** What the API calls the keys that can be said at run time. */
    private static final Map<String, String> FIELDS =
            Map.of("weight", "weight", "max-connections", "maxConnections", "pool", "pool");

    private Hiding() {}

    static List<ReloadReport.Hidden> of(Difference difference, RegistryView view, List<ListenerView> listeners) {
        List<ReloadReport.Hidden> all = new ArrayList<>();
        for (Edit edit : difference.edits()) {
            Overridden said = said(edit.path().keys(), view, listeners);
            if (said != null) {
                all.add(new ReloadReport.Hidden(edit.path().toString(), plain(said.value()), json(edit.to())));
            }
        }
        return all;
    }

    private static @Nullable Overridden said(List<String> path, RegistryView view, List<ListenerView> listeners) {
        String field = FIELDS.get(path.getLast());
        if (field == null) {
            return null;
        }
        if (path.size() == 4 && path.get(1).equals("listeners")) {
            for (ListenerView listener : listeners) {
                if (listener.name().equals(path.get(2))) {
                    return listener.overrides().get(field);
                }
            }
            return null;
        }
        if (path.size() == 6 && path.get(1).equals("pools") && path.get(3).equals("backends")) {
            RegistryView.Pool pool = view.pool(path.get(2));
            RegistryView.Backend backend = pool == null ? null : pool.backend(path.get(4));
            return backend == null ? null : backend.overrides().get(field);
        }
        return null;
    }

    private static String plain(String json) {
        return json.equals("\"off\"") ? "null" : json;
    }

    private static String json(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Number number -> number.toString();
            default -> '"' + value.toString() + '"';
        };
    }
}
