package io.weir.admin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import io.weir.model.AdminState;
import io.weir.model.DurationText;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.Off;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The kinds of values in bodies. What is wrong with one is said to its fields. */
final class Kinds {
    private static final int MOST_CONNECTIONS = 100_000_000;
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(30);
    private static final Map<String, AdminState> STATES = new TreeMap<>(Map.of(
            "ready", AdminState.READY,
            "draining", AdminState.DRAINING,
            "drain", AdminState.DRAINING,
            "maintenance", AdminState.MAINTENANCE,
            "maint", AdminState.MAINTENANCE));
    private static final Map<String, Health> HEALTHS = new TreeMap<>(Map.of("up", Health.UP, "down", Health.DOWN));

    private final Fields fields;
    private final AddressText addresses;

    Kinds(Fields fields, AddressText addresses) {
        this.fields = fields;
        this.addresses = addresses;
    }

    @Nullable
    Integer weight(String field, JsonNode value) {
        return number(field, value, 0, 1000, "0 to 1000");
    }

    /** At least 1; the word off for none. */
    @Nullable
    Integer limit(String field, JsonNode value) {
        if (value.isTextual() && value.textValue().equals("off")) {
            return Off.COUNT;
        }
        return number(field, value, 1, MOST_CONNECTIONS, "1 to " + MOST_CONNECTIONS + ", or \"off\" for no limit");
    }

    @Nullable
    Boolean flag(String field, JsonNode value) {
        if (!value.isBoolean()) {
            fields.wrongType(field, shown(value) + " is not true or false");
            return null;
        }
        return value.booleanValue();
    }

    @Nullable
    String name(String field, JsonNode value) {
        if (!value.isTextual()) {
            fields.wrongType(field, shown(value) + " is not a name in text");
            return null;
        }
        return value.textValue();
    }

    @Nullable
    AdminState state(String field, JsonNode value) {
        return word(field, value, STATES, "ready, draining, maintenance");
    }

    @Nullable
    Health health(String field, JsonNode value) {
        return word(field, value, HEALTHS, "up, down, or null for what the checks say");
    }

    @Nullable
    HostPort address(String field, JsonNode value) {
        if (!value.isTextual()) {
            fields.wrongType(field, shown(value) + " is not an address in text, such as \"127.0.0.1:9001\"");
            return null;
        }
        try {
            return addresses.parse(value.textValue());
        } catch (IllegalArgumentException unfit) {
            fields.outOfRange(field, String.valueOf(unfit.getMessage()));
            return null;
        }
    }

    @Nullable
    Duration deadline(String field, JsonNode value) {
        if (!value.isTextual()) {
            fields.wrongType(field, shown(value) + " is not a duration in text, such as \"5m\"");
            return null;
        }
        Duration time = deadlineOrNone(value.textValue());
        if (time == null) {
            fields.wrongType(field, shown(value) + " is not a duration with its unit, such as \"30s\" or \"5m\"");
            return null;
        }
        if (time.isNegative() || time.compareTo(LONGEST_DEADLINE) > 0) {
            fields.outOfRange(field, shown(value) + " is out of range; allowed: 0s to 30d, or null for none");
            return null;
        }
        return time;
    }

    /** A duration as a file would have it, or null where it is none. */
    static @Nullable Duration duration(String text) {
        if (text.length() > 40) {
            return null;
        }
        try {
            return ConfigValueFactory.fromAnyRef(text).atKey("v").getDuration("v");
        } catch (ConfigException | ArithmeticException e) {
            return null;
        }
    }

    /** Without a unit it is none: a file warns of its milliseconds, and here who meant seconds would cut connections at once. */
    private static @Nullable Duration deadlineOrNone(String text) {
        Duration time = duration(text);
        return time == null || (DurationText.isBare(text) && !time.isZero()) ? null : time;
    }

    /** A deadline in a query, by the same rules. */
    static Duration deadline(String text) {
        Duration time = deadlineOrNone(text);
        if (time == null) {
            throw new Refused(Problem.badRequest(
                    "deadline: " + quoted(text) + " is not a duration with its unit, such as 30s or 5m."));
        }
        if (time.isNegative() || time.compareTo(LONGEST_DEADLINE) > 0) {
            throw new Refused(Problem.of(
                    422,
                    "Unprocessable Content",
                    "deadline: " + quoted(text) + " is out of range; allowed: 0s to 30d."));
        }
        return time;
    }

    private @Nullable Integer number(String field, JsonNode value, int min, int max, String allowed) {
        if (!value.isNumber() || !value.canConvertToExactIntegral()) {
            fields.wrongType(field, shown(value) + " is not a whole number; allowed: " + allowed);
            return null;
        }
        if (!value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            fields.outOfRange(field, shown(value) + " is out of range; allowed: " + allowed);
            return null;
        }
        return value.intValue();
    }

    private <T> @Nullable T word(String field, JsonNode value, Map<String, T> words, String allowed) {
        if (!value.isTextual()) {
            fields.wrongType(field, shown(value) + " is not a word; allowed: " + allowed);
            return null;
        }
        T found = words.get(value.textValue());
        if (found == null) {
            fields.outOfRange(field, shown(value) + " is none of: " + allowed);
        }
        return found;
    }

    private static String quoted(String text) {
        return '"' + shortened(text) + '"';
    }

    private static String shown(JsonNode value) {
        return shortened(value.toString());
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
