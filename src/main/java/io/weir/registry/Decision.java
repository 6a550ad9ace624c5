package io.weir.registry;

import io.weir.registry.overrides.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Change} comes to, given what is known. */
sealed interface Decision {
    /**
     * These fields are to be written.
     *
     * @param created whether the backend or pool was not there before
     * @param gone whether the change asks for the end of it
     */
    record Write(List<Value> values, boolean created, boolean gone) implements Decision {
        public Write {
            values = List.copyOf(values);
        }
    }

    /**
     * A field and what it is to say.
     *
     * @param value null clears it
     * @param said whether it says so already: then nothing is written, but the members are told again, as one of them may
     *     not have heard of it
     */
    record Value(Field field, @Nullable String value, boolean said) {}

    /** Nothing is written. */
    record Refuse(ChangeReply.Kind kind, String detail) implements Decision {}
}
