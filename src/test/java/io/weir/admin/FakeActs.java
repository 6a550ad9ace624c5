package io.weir.admin;

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

    @Override
    public CompletionStage<ReloadReport> reload(boolean dryRun, String by) {
        return said("reload " + dryRun + " " + by, report);
    }

    @Override
    public CompletionStage<ListenerView> patch(String listener, ListenerPatch patch, String by) {
        patches.add(patch);
        return said(
                "patch " + listener + " " + by,
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
    public CompletionStage<String> drain(String by) {
        return said("drain " + by, "draining");
    }

    @Override
    public CompletionStage<String> ready(String by) {
        return said("ready " + by, "running");
    }

    @Override
    public CompletionStage<String> leave(String by) {
        return said("leave " + by, "stopping");
    }
}
