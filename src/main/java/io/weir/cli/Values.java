package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values on the command line that no node would take are misuse, and are told before any is asked. */
final class Values {
    private static final int MOST_WEIGHT = 1000;
    private static final int MOST_CONNECTIONS = 100_000_000;
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(30);
    private static final Pattern CLIENT = Pattern.compile(
            "\\[([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)](?::([0-9]{1,5}))?|([0-9]+(?:\\.[0-9]+){3})(?::([0-9]{1,5}))?|([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)");
    private static final Pattern PLACE = Pattern.compile("[0-9a-f]{1,16}-[0-9]{1,18}|[0-9]{1,18}");

    private final ClientCommand command;
    private final Rules rules;

    Values(ClientCommand command) {
        this.command = command;
        this.rules = command.surroundings().rules();
    }

    void number(String option, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw command.misused(option + " " + value + ": must be " + least + " to " + most);
        }
    }

    void weight(@Nullable Integer value) {
        number("--weight", value, 0, MOST_WEIGHT);
    }

    /** A cap of connections as a node takes it, or null where none is given. */
    @Nullable
    JsonNode cap(@Nullable String text) {
        if (text == null || text.equals("off")) {
            return text == null ? null : JsonNodeFactory.instance.textNode(text);
        }
        boolean number = text.matches("0*[0-9]{1,9}");
        if (!number || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_CONNECTIONS) {
            throw command.misused("--max-connections " + text + ": must be 1 to " + MOST_CONNECTIONS + ", or off");
        }
        return JsonNodeFactory.instance.numberNode(Integer.parseInt(text));
    }

    /** How long a deadline is, or null where none is given. */
    @Nullable
    Duration deadline(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Duration time = time(text);
        if (time == null || time.isNegative() || time.compareTo(LONGEST_DEADLINE) > 0) {
            throw command.misused(
                    "--deadline " + text + ": must be a time with its unit, such as 30s or 5m, at most 30d");
        }
        return time;
    }

    void address(String text) {
        judge("ADDRESS", text, rules::address);
    }

    void id(String option, String text) {
        judge(option, text, rules::id);
    }

    /** A name that something may have; null for any. */
    void name(String option, @Nullable String text) {
        if (text != null && text.isEmpty()) {
            throw command.misused(option + " must not be empty");
        }
    }

    void client(@Nullable String text) {
        if (text != null && !isClient(text)) {
            throw command.misused("--client " + text
                    + ": must be an address such as 192.0.2.7 or 2001:db8::7, or one with a port, such as 192.0.2.7:5000"
                    + " or [2001:db8::7]:5000");
        }
    }

    /** Where in the events to begin. */
    void since(@Nullable String text) {
        if (text == null || PLACE.matcher(text).matches()) {
            return;
        }
        Duration ago = time(text);
        if (!isMoment(text) && (ago == null || ago.isNegative())) {
            throw command.misused("--since " + text
                    + ": must be the id of an event, a time such as 2026-11-22T12:34:56Z, or so long ago, such as 10m");
        }
    }

    private void judge(String option, String text, Consumer<String> rule) {
        try {
            rule.accept(text);
        } catch (IllegalArgumentException unfit) {
            throw command.misused(option + ": " + unfit.getMessage());
        }
    }

    private @Nullable Duration time(String text) {
        try {
            return rules.time(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private static boolean isMoment(String text) {
        try {
            return Instant.parse(text).isAfter(Instant.MIN);
        } catch (DateTimeException none) {
            return false;
        }
    }

    private static boolean isClient(String text) {
        Matcher parts = CLIENT.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        String port = parts.group(2) != null ? parts.group(2) : parts.group(4);
        String host =
                parts.group(1) != null ? parts.group(1) : parts.group(3) != null ? parts.group(3) : parts.group(5);
        try {
            return InetAddress.ofLiteral(host).getAddress().length > 0
                    && (port == null || Integer.parseInt(port) <= 65_535);
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
