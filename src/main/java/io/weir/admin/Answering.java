package io.weir.admin;

import io.weir.admin.api.Problem;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;

/** Answers one connection's requests, one after the other, and lets it go when another needs its place. */
final class Answering extends GraphStage<FlowShape<HttpRequest, HttpResponse>> {
    /** Said before the request is over, so that the connection ends with it. */
    private static final Problem LATE = Problem.of(
            408,
            "Request Timeout",
            "Others needed this connection's place before the body was there; send it at once.");

    private final Inlet<HttpRequest> requests = Inlet.create("admin.requests");
    private final Outlet<HttpResponse> responses = Outlet.create("admin.responses");
    private final FlowShape<HttpRequest, HttpResponse> shape = FlowShape.of(requests, responses);
    private final Answer answer;
    private final IdleEviction eviction;

    /** Answers requests. */
    interface Answer {
        /**
         * Answers one; never throws, and its future never fails.
         *
         * @param arrived to be run, by any thread, once a body that did not come with the head is there and before anything
         *     is done about it
         */
        CompletionStage<HttpResponse> to(HttpRequest request, Runnable arrived);
    }

    /**
     * Of one port.
     *
     * @param eviction of those of the port's connections that wait for their clients
     */
    Answering(Answer answer, IdleEviction eviction) {
        this.answer = answer;
        this.eviction = eviction;
    }

    @Override
    public FlowShape<HttpRequest, HttpResponse> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inherited) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic implements IdleEviction.Evictable {
        private final AsyncCallback<HttpResponse> ready = createAsyncCallback(this::answered);
        private final AsyncCallback<Logic> evict = createAsyncCallback(any -> evicted());
        private final AsyncCallback<Logic> arrived = createAsyncCallback(any -> arrived());
        private boolean asked;
        private boolean arriving;
        private boolean last;

        Logic() {
            super(shape);
            setHandler(requests, new AbstractInHandler() {
                @Override
                public void onPush() {
                    HttpRequest request = grab(requests);
                    asked = true;
                    arriving = !request.entity().isStrict();
                    if (arriving) {
                        eviction.waits(Logic.this);
                    } else {
                        eviction.busy(Logic.this);
                    }
                    answer.to(request, () -> arrived.invoke(Logic.this)).thenAccept(ready::invoke);
                }

                @Override
                public void onUpstreamFinish() {
                    if (!asked) {
                        completeStage();
                    }
                }
            });
            setHandler(responses, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    // All of the answer before has been taken.
                    if (asked) {
                        asked = false;
                        eviction.waits(Logic.this);
                    }
                    if (last || isClosed(requests)) {
                        completeStage();
                    } else {
                        pull(requests);
                    }
                }
            });
        }

        @Override
        public void preStart() {
            eviction.opened(this);
        }

        private void arrived() {
            if (arriving) {
                arriving = false;
                eviction.busy(this);
            }
        }

        private void answered(HttpResponse response) {
            if (last) {
                return;
            }
            arrived();
            push(responses, response);
            if (isClosed(requests)) {
                completeStage();
            }
        }

        @Override
        public void evict() {
            evict.invoke(this);
        }

        private void evicted() {
            if (!asked) {
                completeStage();
            } else if (arriving) {
                answered(Answers.of(LATE));
                last = true;
            }
        }

        @Override
        public void postStop() {
            eviction.closed(this);
        }
    }
}
