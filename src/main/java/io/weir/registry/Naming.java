package io.weir.registry;

import io.weir.model.Door;
import io.weir.model.PoolSettings;
import io.weir.registry.peer.NameAnswer;
import io.weir.registry.peer.NameAsk;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.Peers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks the other members whether their files name a backend or pool that is to be put or deleted at run time, or their listeners
 * lead to it, before it is. Who does not answer in time has no say. On the registry's thread.
 */
final class Naming {
    static final Duration PATIENCE = Duration.ofMillis(200);

    private final Map<Long, Question> questions = new TreeMap<>();
    private long ids;

    private record Question(
            BackendRegistry.Apply apply,
            Set<NodeId> left,
            List<String> namedBy,
            Map<String, List<String>> leading,
            long since) {}

    /**
     * A change that the others were asked about.
     *
     * @param namedBy nodes whose file names what it is about
     * @param leading which listeners of which nodes lead to the pool
     */
    record Asked(BackendRegistry.Apply apply, List<String> namedBy, Map<String, List<String>> leading) {
        /** Why it cannot be, for what the others say; null where they say nothing. */
        Decision.@Nullable Refuse objection() {
            if (!namedBy.isEmpty()) {
                String by = " is named by the file of " + String.join(", ", namedBy)
                        + " and cannot be replaced or deleted here: ";
                return new Decision.Refuse(
                        ChangeReply.Kind.CONFLICT,
                        apply.change() instanceof Change.OfBackend of
                                ? "backend " + of.id() + by + "on that node use PATCH or maintenance, or edit the file"
                                : "pool " + apply.change().pool() + by + "edit the file of that node");
            }
            return apply.change() instanceof Change.DeletePool delete
                    ? leading.entrySet().stream()
                            .findFirst()
                            .map(node -> Deciding.inUse(delete.pool(), " of node " + node.getKey(), node.getValue()))
                            .orElse(null)
                    : null;
        }
    }

    /** Asks, and returns whether there is an answer to wait for. */
    boolean ask(BackendRegistry.Apply apply, Collection<NodeId> others, @Nullable Peers peers, long now) {
        NameAsk ask = switch (apply.change()) {
            case Change.PutBackend put -> new NameAsk(ids + 1, put.pool(), put.id());
            case Change.DeleteBackend delete -> new NameAsk(ids + 1, delete.pool(), delete.id());
            case Change.PutPool put -> new NameAsk(ids + 1, put.pool(), "");
            case Change.DeletePool delete -> new NameAsk(ids + 1, delete.pool(), "");
            default -> null;
        };
        if (ask == null || others.isEmpty() || peers == null) {
            return false;
        }
        long id = ++ids;
        questions.put(id, new Question(apply, new LinkedHashSet<>(others), new ArrayList<>(), new TreeMap<>(), now));
        peers.tellAll(others, ask);
        return true;
    }

    /** What this node has to say. */
    static NameAnswer answer(NameAsk ask, Definitions definitions, List<Door> doors) {
        return new NameAnswer(
                ask.id(),
                named(ask, definitions),
                ask.backend().isEmpty() ? Deciding.leadingTo(doors, ask.pool()) : List.of());
    }

    private static boolean named(NameAsk ask, Definitions definitions) {
        PoolSettings pool = definitions.pools().get(ask.pool());
        return pool != null
                && (ask.backend().isEmpty()
                        || pool.backends().stream().anyMatch(spec -> spec.id().equals(ask.backend())));
    }

    void answered(NameAnswer answer, NodeId by) {
        Question question = questions.get(answer.id());
        if (question == null || !question.left().remove(by)) {
            return;
        }
        if (answer.named()) {
            question.namedBy().add(by.name());
        }
        if (!answer.leading().isEmpty()) {
            question.leading().put(by.name(), answer.leading());
        }
    }

    void nobodyAnswers() {
        questions.values().forEach(question -> question.left().clear());
    }

    boolean isWaiting() {
        return !questions.isEmpty();
    }

    /** Those that wait no longer, oldest first. */
    List<Asked> over(long now) {
        List<Asked> over = new ArrayList<>();
        questions.values().removeIf(question -> {
            boolean ends = question.left().isEmpty() || now - question.since() >= PATIENCE.toNanos();
            if (ends) {
                over.add(new Asked(question.apply(), List.copyOf(question.namedBy()), question.leading()));
            }
            return ends;
        });
        return over;
    }
}
