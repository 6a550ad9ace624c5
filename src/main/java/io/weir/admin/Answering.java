package io.weir.admin;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
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
    private final Inlet<HttpRequest> requests = Inlet.create("admin.requests");
    private final Outlet<HttpResponse> responses = Outlet.create("admin.responses");
    private final FlowShape<HttpRequest, HttpResponse> shape = FlowShape.of(requests, responses);
    private final Function<HttpRequest, CompletionStage<HttpResponse>> answer;
    private final IdleEviction eviction;

    /**
     * Of one port.
     *
     * @param answer never throws, and its future never fails
     * @param eviction of the port's idle connections
     */
    Answering(Function<HttpRequest, CompletionStage<HttpResponse>> answer, IdleEviction eviction) {
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
        private boolean asked;

        Logic() {
            super(shape);
            setHandler(requests, new AbstractInHandler() {
                @Override
                public void onPush() {
                    asked = true;
                    eviction.busy(Logic.this);
                    answer.apply(grab(requests)).thenAccept(ready::invoke);
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
                        eviction.idle(Logic.this);
                    }
                    if (isClosed(requests)) {
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

        private void answered(HttpResponse response) {
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
            }
        }

        @Override
        public void postStop() {
            eviction.closed(this);
        }
    }
}
