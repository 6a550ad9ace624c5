package io.weir.transport;

import io.weir.transport.linux.ErrorText;
import io.weir.transport.socket.NetError;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Tells errors of sockets apart by the system's words for them, which is all the JDK's exceptions have to say of most. On
 * Linux the system is asked for its words, so that its language does not matter; English is understood everywhere. Immutable,
 * any thread.
 */
public final class SystemWords {
    private static final Map<String, NetError> ENGLISH = Map.ofEntries(
            Map.entry("too many open files", NetError.NO_DESCRIPTORS),
            Map.entry("cannot assign requested address", NetError.NO_PORTS),
            Map.entry("can't assign requested address", NetError.NO_PORTS),
            Map.entry("no buffer space", NetError.NO_MEMORY),
            Map.entry("cannot allocate memory", NetError.NO_MEMORY),
            Map.entry("permission denied", NetError.NO_PERMISSION),
            Map.entry("not permitted", NetError.NO_PERMISSION),
            Map.entry("timed out", NetError.TIMED_OUT),
            Map.entry("unreachable", NetError.UNREACHABLE),
            Map.entry("no route to host", NetError.UNREACHABLE),
            Map.entry("connection reset", NetError.RESET),
            Map.entry("broken pipe", NetError.RESET),
            Map.entry("connection abort", NetError.RESET),
            Map.entry("connection refused", NetError.REFUSED),
            Map.entry("address already in use", NetError.IN_USE),
            Map.entry("address family not supported", NetError.NO_FAMILY));

    private final Map<String, NetError> words;

    private SystemWords(Map<String, NetError> words) {
        this.words = words;
    }

    /** English and other words. */
    public static SystemWords englishAnd(Map<String, NetError> others) {
        Map<String, NetError> all = new HashMap<>(ENGLISH);
        others.forEach((text, error) -> all.put(text.toLowerCase(Locale.ROOT), error));
        return new SystemWords(Map.copyOf(all));
    }

    /** English and what this process hears; asks the system each time, so keep it. */
    public static SystemWords here() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return englishAnd(Map.of());
        }
        try {
            return englishAnd(ErrorText.ofThisProcess());
        } catch (LinkageError | IllegalCallerException | NoSuchElementException cannotAsk) {
            return englishAnd(Map.of());
        }
    }

    /** What a message of the system means, or null where it is none of the errors that matter here. */
    public @Nullable NetError meaning(String message) {
        String said = message.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, NetError> word : words.entrySet()) {
            if (said.contains(word.getKey())) {
                return word.getValue();
            }
        }
        return null;
    }
}
