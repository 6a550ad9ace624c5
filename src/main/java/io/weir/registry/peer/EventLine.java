package io.weir.registry.peer;

import io.weir.observe.Event;
import io.weir.observe.Kept;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event as it travels.
 *
 * @param node where it happened
 * @param life the process it happened in
 * @param sequence its place among the events of that process, from 1
 * @param epochMillis when, by that node's wall clock
 * @param type what kind; perhaps one that the receiver does not know
 * @param details name, value, name, value and so on, in the order they are to be shown
 */
public record EventLine(String node, long life, long sequence, long epochMillis, String type, List<String> details) {
    /** Names of fields and numbers, generously. */
    private static final int FRAME = 120;

    public EventLine(
            @Nullable String node,
            long life,
            long sequence,
            long epochMillis,
            @Nullable String type,
            @Nullable List<@Nullable String> details) {
        this.node = node == null ? "" : node;
        this.life = life;
        this.sequence = sequence;
        this.epochMillis = epochMillis;
        this.type = type == null ? "" : type;
        this.details = details == null
                ? List.of()
                : details.stream().filter(Objects::nonNull).toList();
    }

    /** Of an event that is kept here. */
    public static EventLine of(Kept kept) {
        List<String> details = new ArrayList<>();
        kept.event().details().forEach((name, value) -> {
            details.add(name);
            details.add(value);
        });
        return new EventLine(
                kept.node(),
                kept.life(),
                kept.sequence(),
                kept.event().epochMillis(),
                kept.event().type(),
                details);
    }

    /** As an event again. */
    public Event event() {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i + 1 < details.size(); i += 2) {
            named.put(details.get(i), details.get(i + 1));
        }
        return new Event(type, epochMillis, named);
    }

    /** At most so many bytes on the wire. */
    public int bytes() {
        int bytes = FRAME + length(node) + length(type);
        for (String text : details) {
            bytes += 3 + length(text);
        }
        return bytes;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Those of a list from the wire that are something. */
    static List<EventLine> whole(@Nullable List<@Nullable EventLine> lines) {
        return lines == null
                ? List.of()
                : lines.stream().filter(Objects::nonNull).toList();
    }
}
