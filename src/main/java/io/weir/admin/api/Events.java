package io.weir.admin.api;

import io.weir.observe.Journal;
import io.weir.observe.Kept;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/** Reads of what happened in the cluster, at once and as it goes on. */
final class Events {
    private static final int MOST = 1000;
    private static final int FIRST = 100;

    private final ApiSources sources;
    private final Journal journal;
    private final EventJson json;

    Events(ApiSources sources) {
        this.sources = sources;
        this.journal = sources.journal();
        this.json = new EventJson(journal);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.read("events", this::recent).with("since", "limit"),
                Endpoint.read("events/stream", this::stream).with("since", "limit"));
    }

    private CompletionStage<Reply> recent(Call call) {
        int limit = call.number("limit", MOST, 1, MOST);
        Since since = since(call.parameter("since"), limit);
        Json out = new Json().object().name("events").array();
        long next = since.place();
        int count = 0;
        Journal.Page page = journal.after(since.place(), journal.capacity());
        for (Kept kept : page.events()) {
            if (count == limit) {
                break;
            }
            next = kept.number();
            if (since.wants(kept)) {
                json.write(kept, out);
                count++;
            }
        }
        out.endArray().field("next", Since.id(journal, next));
        out.field("gap", since.gap() || (since.place() > 0 && page.gap()));
        return CompletableFuture.completedFuture(Reply.ok(out.endObject()));
    }

    private CompletionStage<Reply> stream(Call call) {
        int first = call.number("limit", FIRST, 0, MOST);
        String last = call.headers().get(Task.LAST_EVENT_ID);
        Since since = since(last == null || last.isEmpty() ? call.parameter("since") : last, first);
        if (!journal.hasRoom()) {
            throw new Refused(Problem.unavailable(
                    journal.isClosed()
                            ? "This node is stopping."
                            : Journal.MOST_WATCHERS + " readers follow the events of this node already; ask another"
                                    + " node, or read /api/v1/events now and then."));
        }
        return CompletableFuture.completedFuture(Reply.stream(Source.fromGraph(new EventStream(journal, since))));
    }

    private Since since(@Nullable String text, int otherwise) {
        return text == null
                ? Since.last(journal, otherwise)
                : Since.of(text, journal, sources.clock().epochMillis());
    }
}
