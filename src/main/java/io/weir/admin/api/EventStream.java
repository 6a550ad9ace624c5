package io.weir.admin.api;

import io.weir.observe.Journal;
import io.weir.observe.Kept;
import java.time.Duration;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * The journal as it goes on, for one reader, as server-sent events. It keeps a place in the journal and nothing else: who reads
 * too slowly is neither waited for nor remembered, but cut when he is too far behind, and may go on from the last id he has.
 */
final class EventStream extends GraphStage<SourceShape<ByteString>> {
    /** A reader who is further behind than that while his connection takes nothing more is cut. */
    static final int MOST_BEHIND = 1000;

    private static final int BATCH = 64;
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final ByteString GREETING = ByteString.fromString("retry: 1000\n: events of the cluster\n\n");
    private static final ByteString BEAT = ByteString.fromString(": still here\n\n");
    private static final ByteString FULL = ByteString.fromString(": too many readers\n\n");

    private final Outlet<ByteString> out = Outlet.create("events");
    private final SourceShape<ByteString> shape = SourceShape.of(out);
    private final Journal journal;
    private final EventJson json;
    private final Since since;

    EventStream(Journal journal, Since since) {
        this.journal = journal;
        this.json = new EventJson(journal);
        this.since = since;
    }

    @Override
    public SourceShape<ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic implements Runnable {
        private final AsyncCallback<Journal> news = createAsyncCallback(any -> news());
        private long place = since.place();
        private boolean greeted;

        Logic() {
            super(shape);
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    send();
                }
            });
        }

        @Override
        public void preStart() {
            if (!journal.watch(this)) {
                emit(out, FULL);
                complete(out);
                return;
            }
            scheduleWithFixedDelay("beat", HEARTBEAT, HEARTBEAT);
        }

        /** There is something new; whoever adds it calls. */
        @Override
        public void run() {
            news.invoke(journal);
        }

        @Override
        public void postStop() {
            journal.forget(this);
        }

        @Override
        public void onTimer(Object key) {
            if (isAvailable(out)) {
                push(out, BEAT);
            }
        }

        private void news() {
            if (isAvailable(out)) {
                send();
            } else if (journal.last() - place > MOST_BEHIND) {
                completeStage();
            }
        }

        private void send() {
            if (!greeted) {
                greeted = true;
                boolean gap =
                        since.gap() || (place > 0 && journal.after(place, 1).gap());
                push(out, gap ? GREETING.concat(EventJson.gap()) : GREETING);
                place = Math.max(place, journal.last() - journal.capacity());
                return;
            }
            Journal.Page page = journal.after(place, BATCH);
            if (page.gap() && place > 0) {
                completeStage();
                return;
            }
            ByteString text = ByteString.emptyByteString();
            for (Kept kept : page.events()) {
                place = kept.number();
                text = since.wants(kept) ? text.concat(json.sent(kept)) : text;
            }
            if (!text.isEmpty()) {
                push(out, text);
            } else if (!page.events().isEmpty()) {
                send();
            } else if (journal.isClosed()) {
                completeStage();
            }
        }
    }
}
