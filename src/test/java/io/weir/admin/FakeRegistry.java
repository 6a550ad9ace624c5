package io.weir.admin;

import io.weir.admin.api.Caller;
import io.weir.admin.api.RegistryAccess;
import io.weir.registry.Change;
import io.weir.registry.ChangeReply;
import io.weir.registry.Precondition;
import io.weir.registry.RegistryView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** A registry that shows what a test gives it, and remembers what it was asked for. */
final class FakeRegistry implements RegistryAccess {
    /** What was asked for. */
    record Asked(Change change, Precondition condition, String by, String from) {}

    volatile Supplier<CompletionStage<RegistryView>> view =
            () -> CompletableFuture.completedFuture(new RegistryView(0, true, Map.of()));
    volatile Function<Asked, CompletionStage<ChangeReply>> answer =
            asked -> CompletableFuture.failedFuture(new AssertionError("nobody was to ask: " + asked));
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    void answer(ChangeReply reply) {
        answer = any -> CompletableFuture.completedFuture(reply);
    }

    @Override
    public CompletionStage<RegistryView> view() {
        return view.get();
    }

    @Override
    public CompletionStage<ChangeReply> apply(Change change, Precondition condition, Caller by) {
        Asked one = new Asked(change, condition, by.name(), by.from());
        asked.add(one);
        return answer.apply(one);
    }
}
