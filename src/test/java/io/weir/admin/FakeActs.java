package io.weir.admin;

import io.weir.admin.api.Caller;
import io.weir.admin.api.ListenerPatch;
import io.weir.admin.api.ListenerView;
import io.weir.admin.api.NodeActs;
import io.weir.admin.api.ReloadReport;
import io.weir.model.HostPort;
import io.weir.model.Off;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what is asked of a node, and answers as if it were done. */
final class FakeActs implements NodeActs {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<ListenerPatch> patches = new CopyOnWriteArrayList<>();
    volatile ReloadReport report = new ReloadReport(false, true, List.of(), List.of(), List.of());

    private <T> CompletionStage<T> said(String what, T answer) {
        asked.add(what);
        return CompletableFuture.completedFuture(answer);
    }

    /** With the host he asks from: his port is another one each time. */
    private static String who(Caller by) {
        return by.name() + "@" + by.from().replaceFirst(":[0-9]+$", "");
    }

    @Override
    public CompletionStage<ReloadReport> reload(boolean dryRun, Caller by) {
        return said("reload " + dryRun + " " + who(by), report);
    }

    @Override
    public CompletionStage<ListenerView> patch(String listener, ListenerPatch patch, Caller by) {
        patches.add(patch);
        return said(
                "patch " + listener + " " + who(by),
                new ListenerView(
                        listener,
                        "web",
                        List.of(new HostPort("0.0.0.0", 8080)),
                        List.of("0.0.0.0:8080"),
                        true,
                        true,
                        Off.COUNT,
                        Map.of()));
    }

    @Override
    public CompletionStage<String> drain(Caller by) {
        return said("drain " + who(by), "draining");
    }

    @Override
    public CompletionStage<String> ready(Caller by) {
        return said("ready " + who(by), "running");
    }

    @Override
    public CompletionStage<String> leave(Caller by) {
        return said("leave " + who(by), "stopping");
    }
}
