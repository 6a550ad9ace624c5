package io.weir.proxy;

import io.weir.model.ConnectionQuery;
import io.weir.model.LiveConnection;
import io.weir.model.NodeRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Shows the live connections of all loops, and ends one of them. Any thread; returns at once and is answered on a loop's thread. */
public final class RollCall {
    private final List<LoopProxy> proxies;

    RollCall(List<LoopProxy> proxies) {
        this.proxies = proxies;
    }

    /**
     * Those that are wanted, in order. Whoever lives from before the first page until after the last is on exactly one of
     * them.
     *
     * @return fails where a loop has too many others to show; never completes where one has stopped
     */
    public CompletionStage<List<LiveConnection>> page(ConnectionQuery query) {
        CompletableFuture<List<LiveConnection>> all = CompletableFuture.completedFuture(List.of());
        for (LoopProxy proxy : proxies) {
            all = all.thenCombine(onLoop(proxy, query), (before, these) -> merged(before, these, query.limit()));
        }
        return all;
    }

    private static CompletableFuture<List<LiveConnection>> onLoop(LoopProxy proxy, ConnectionQuery query) {
        CompletableFuture<List<LiveConnection>> answer = new CompletableFuture<>();
        proxy.host()
                .run(() -> proxy.rounds().add(new Portrait(proxy.run(), query, (found, why) -> {
                    if (why == null) {
                        answer.complete(found);
                    } else {
                        answer.completeExceptionally(why);
                    }
                })));
        return answer;
    }

    private static List<LiveConnection> merged(List<LiveConnection> one, List<LiveConnection> other, int limit) {
        List<LiveConnection> all = new ArrayList<>(one);
        all.addAll(other);
        all.sort(Comparator.comparing(LiveConnection::place));
        return List.copyOf(all.subList(0, Math.min(all.size(), limit)));
    }

    /**
     * Ends a connection by a reset, whatever it is at.
     *
     * @param id of any node's; of another run's there is none here
     * @return what it was like, or empty where there is none; fails and never completes as {@link #page}
     */
    public CompletionStage<Optional<LiveConnection>> kill(String id) {
        NodeRun run = proxies.getFirst().run();
        OptionalLong number = run.number(id);
        CompletableFuture<Optional<LiveConnection>> answer = new CompletableFuture<>();
        int loop = number.isEmpty() ? -1 : LoopProxy.loopOf(number.getAsLong());
        if (loop < 0 || loop >= proxies.size()) {
            answer.complete(Optional.empty());
            return answer;
        }
        LoopProxy proxy = proxies.get(loop);
        proxy.host()
                .run(() -> proxy.rounds().add(new Capture(run, number.getAsLong(), (killed, why) -> {
                    if (why == null) {
                        answer.complete(Optional.ofNullable(killed));
                    } else {
                        answer.completeExceptionally(why);
                    }
                })));
        return answer;
    }
}
