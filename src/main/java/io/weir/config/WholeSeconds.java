package io.weir.config;

import com.typesafe.config.ConfigValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A duration in whole seconds, which is all that some socket options take. */
record WholeSeconds(Kind<Duration> kind) implements Kind<Duration> {
    @Override
    public Duration read(ConfigValue value) throws Unfit {
        Duration time = kind.read(value);
        if (time.toNanosPart() != 0) {
            throw Unfit.kind(Kind.scalar(value) + " is not a number of whole seconds");
        }
        return time;
    }

    @Override
    public String allowed() {
        return "whole seconds, " + kind.allowed();
    }

    @Override
    public @Nullable Object shown(Duration value) {
        return kind.shown(value);
    }

    @Override
    public @Nullable String doubt(ConfigValue value) {
        return kind.doubt(value);
    }
}
