package io.weir.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.weir.model.Worded;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One word of a few. */
record Words<E extends Enum<E> & Worded>(List<E> choices, Set<String> later) implements Kind<E> {
    static <E extends Enum<E> & Worded> Words<E> of(Class<E> type, String... later) {
        return new Words<>(Arrays.asList(type.getEnumConstants()), Set.of(later));
    }

    @Override
    public E read(ConfigValue value) throws Unfit {
        String text = Kind.scalar(value);
        for (E choice : choices) {
            if (choice.word().equals(text)) {
                return choice;
            }
        }
        if (later.contains(text)) {
            throw new Unfit(text + " is not available yet");
        }
        if (value.valueType() != ConfigValueType.STRING) {
            throw Unfit.kind(Quoted.text(text) + " is not a word");
        }
        throw new Unfit(Quoted.text(text) + " is unknown here"
                + Nearest.hint(text, choices.stream().map(Worded::word).toList()));
    }

    @Override
    public String allowed() {
        return choices.stream().map(Worded::word).collect(Collectors.joining(" | "));
    }

    @Override
    public Object shown(E value) {
        return value.word();
    }
}
