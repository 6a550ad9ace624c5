package io.weir.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.weir.model.DurationText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A duration within a range, both ends included. */
record Times(Duration min, Duration max) implements Kind<Duration> {
    static Times between(String min, String max) {
        return new Times(parsed(min), parsed(max));
    }

    @Override
    public Duration read(ConfigValue value) throws Unfit {
        String text = Kind.scalar(value);
        Duration time;
        try {
            if (value.valueType() == ConfigValueType.BOOLEAN) {
                throw Unfit.kind(text + " is not a duration");
            }
            time = value.atKey("v").getDuration("v");
        } catch (ConfigException | ArithmeticException e) {
            throw Unfit.kind(Quoted.text(text) + " is not a duration such as 500ms, 30s, 5m or 1h");
        }
        if (time.compareTo(min) < 0 || time.compareTo(max) > 0) {
            throw new Unfit(text + (bare(value) ? " (milliseconds)" : "") + " is out of range");
        }
        return time;
    }

    @Override
    public String allowed() {
        return DurationText.of(min) + " to " + DurationText.of(max);
    }

    @Override
    public Object shown(Duration value) {
        return DurationText.of(value);
    }

    @Override
    public @Nullable String doubt(ConfigValue value) {
        String text = String.valueOf(value.unwrapped()).strip();
        return bare(value) ? text + " without a unit means milliseconds: write " + text + "ms, or " + text + "s" : null;
    }

    private static boolean bare(ConfigValue value) {
        return DurationText.isBare(String.valueOf(value.unwrapped()));
    }

    private static Duration parsed(String text) {
        return com.typesafe.config.ConfigValueFactory.fromAnyRef(text)
                .atKey("v")
                .getDuration("v");
    }
}
