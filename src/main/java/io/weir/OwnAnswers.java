package io.weir;

import io.weir.admin.api.ListenerView;
import io.weir.model.LiveConnection;
import io.weir.model.NodeRun;
import io.weir.observe.AddressText;
import io.weir.observe.Event;
import io.weir.observe.EventType;
import io.weir.observe.Journal;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import io.weir.proxy.RollCall;
import io.weir.registry.inquiry.Answerer;
import io.weir.registry.inquiry.ConnectionsAsk;
import io.weir.registry.inquiry.ConnectionsPart;
import io.weir.registry.inquiry.Form;
import io.weir.registry.inquiry.Inquiries;
import io.weir.registry.inquiry.KillAsk;
import io.weir.registry.inquiry.KillPart;
import io.weir.registry.inquiry.TrafficAsk;
import io.weir.registry.inquiry.TrafficPart;
import io.weir.registry.peer.Blob;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/**
 * What this node answers when nodes ask: its live connections and its counters. Any thread. Loops only look; what they found
 * is put into bytes elsewhere.
 *
 * @param run of this node
 * @param rollCall its connections
 * @param meters everything counted
 * @param listeners its listeners as they are now
 * @param journal gets an event for each connection that is ended
 * @param clock tells the time
 */
record OwnAnswers(
        NodeRun run,
        RollCall rollCall,
        Meters meters,
        Supplier<List<ListenerView>> listeners,
        Journal journal,
        NanoClock clock) {
    /** Starts the actor that asks the other nodes and gives them these answers. */
    ActorRef<Inquiries.Command> start(ActorSystem<?> system) {
        return system.systemActorOf(
                Inquiries.create(run.node(), byWord(system.executionContext()::execute)),
                "inquiries",
                DispatcherSelector.fromConfig("weir-control"));
    }

    /** By the questions' words; bytes are made elsewhere. */
    private Map<String, Answerer> byWord(Executor elsewhere) {
        return Map.of(
                ConnectionsAsk.WORD, question -> connections(question, elsewhere),
                KillAsk.WORD, question -> kill(question, elsewhere),
                TrafficAsk.WORD, question -> traffic(question, elsewhere));
    }

    private CompletionStage<List<Blob>> connections(Blob question, Executor elsewhere) {
        ConnectionsAsk ask = Form.read(question, ConnectionsAsk.class).orElseThrow();
        return rollCall.page(ask.query())
                .thenApplyAsync(found -> ConnectionsPart.answer(run.prefix(), found), elsewhere);
    }

    private CompletionStage<List<Blob>> kill(Blob question, Executor elsewhere) {
        KillAsk ask = Form.read(question, KillAsk.class).orElseThrow();
        return rollCall.kill(ask.id())
                .thenApplyAsync(
                        killed -> {
                            killed.ifPresent(live -> journal.add(event(live, ask)));
                            return List.of(Form.write(new KillPart(killed.isPresent())));
                        },
                        elsewhere);
    }

    private Event event(LiveConnection live, KillAsk ask) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("id", live.place().id());
        details.put("client", AddressText.of(new InetSocketAddress(live.client(), live.clientPort())));
        details.put("pool", live.pool());
        details.put("backend", Objects.requireNonNullElse(live.backend(), ""));
        details.put("by", ask.by());
        details.put("from", ask.from());
        return new Event(EventType.CONNECTION_KILLED, clock.epochMillis(), details);
    }

    private CompletionStage<List<Blob>> traffic(Blob question, Executor elsewhere) {
        TrafficAsk ask = Form.read(question, TrafficAsk.class).orElse(TrafficAsk.ALL);
        return CompletableFuture.supplyAsync(() -> TrafficPart.answer(meters.read(), setups(), ask), elsewhere);
    }

    private Map<String, TrafficPart.Setup> setups() {
        return listeners.get().stream()
                .collect(Collectors.toMap(
                        ListenerView::name,
                        each -> new TrafficPart.Setup(
                                each.pool(), each.addresses(), each.bound(), each.paused(), each.maxConnections())));
    }
}
