package io.weir.config;

import com.typesafe.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** A limit, or {@code off} for none. */
record OrOff<T>(Kind<T> kind, T off) implements Kind<T> {
    @Override
    public T read(ConfigValue value) throws Unfit {
        if (Kind.is(value, "off")) {
            return off;
        }
        if (Kind.scalar(value).strip().matches("[+-]?0+(\\.0*)?\\s*[a-zA-Z%]*")) {
            throw new Unfit(Kind.scalar(value) + " is not a limit: say off for none");
        }
        return kind.read(value);
    }

    @Override
    public String allowed() {
        return kind.allowed() + ", or off";
    }

    @Override
    public @Nullable Object shown(T value) {
        return off.equals(value) ? null : kind.shown(value);
    }

    @Override
    public @Nullable String doubt(ConfigValue value) {
        return kind.doubt(value);
    }
}
