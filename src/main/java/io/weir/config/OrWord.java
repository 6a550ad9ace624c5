package io.weir.config;

import com.typesafe.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** A value, or a word that lets Weir decide it. What it decided is shown, not the word. */
record OrWord<T>(Kind<T> kind, String word, T meaning) implements Kind<T> {
    @Override
    public T read(ConfigValue value) throws Unfit {
        return Kind.is(value, word) ? meaning : kind.read(value);
    }

    @Override
    public String allowed() {
        return kind.allowed() + ", or " + word;
    }

    @Override
    public @Nullable Object shown(T value) {
        return kind.shown(value);
    }

    @Override
    public @Nullable String doubt(ConfigValue value) {
        return kind.doubt(value);
    }

    @Override
    public boolean decided(ConfigValue value) {
        return Kind.is(value, word);
    }
}
