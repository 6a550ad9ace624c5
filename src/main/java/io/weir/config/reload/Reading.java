package io.weir.config.reload;

import io.weir.config.Outcome;
import io.weir.model.AdminSettings.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that a file says, its defaults included, as nested maps and lists: what two readings are compared by. Immutable.
 *
 * @param tree strings, numbers, booleans, {@link Secret}s, and lists and maps of these
 */
public record Reading(Map<String, @Nullable Object> tree) {
    /** Text that is compared and never shown. */
    record Secret(String value) {
        @Override
        public String toString() {
            return "***";
        }
    }

    /** A file's, with its tokens' secrets, wherever they stand, and what is passed on to Pekko. */
    public static Reading of(Outcome.Good good) {
        Map<String, @Nullable Object> tree =
                new LinkedHashMap<>(good.effective().tree());
        Map<String, @Nullable Object> weir = new LinkedHashMap<>(Trees.map(tree.get("weir")));
        Map<String, @Nullable Object> admin = new LinkedHashMap<>(Trees.map(weir.get("admin")));
        Map<String, Token> tokens =
                good.settings().admin().tokens().stream().collect(Collectors.toMap(Token::name, Function.identity()));
        List<@Nullable Object> shown = new ArrayList<>();
        for (Object each : Trees.list(admin.get("tokens"))) {
            Map<String, @Nullable Object> token = new LinkedHashMap<>(Trees.map(each));
            Token known = tokens.get(String.valueOf(token.get("name")));
            token.put("token", known == null ? null : new Secret(known.secret()));
            shown.add(token);
        }
        admin.put("tokens", shown);
        weir.put("admin", admin);
        tree.put("weir", weir);
        tree.put("pekko", new Secret(good.settings().pekko()));
        return new Reading(tree);
    }
}
