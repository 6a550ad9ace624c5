package io.weir;

import io.weir.admin.api.Problem;
import io.weir.config.Outcome;
import java.util.List;
import java.util.Map;

/** A file that cannot be obeyed, as the answer to whoever asked for that. */
final class BadFile {
    private BadFile() {}

    static Problem problem(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Good good -> throw new IllegalArgumentException("a good file is no problem");
            case Outcome.Unreadable unreadable -> of("Nothing was changed: " + unreadable, List.of());
            case Outcome.Bad bad -> {
                StringBuilder detail = new StringBuilder("Nothing was changed, the file is not good:");
                bad.problems().forEach(each -> detail.append('\n').append(each));
                yield of(
                        detail.toString(),
                        bad.problems().stream()
                                .map(each -> new Problem.Fault(each.path(), each.toString()))
                                .toList());
            }
        };
    }

    private static Problem of(String detail, List<Problem.Fault> faults) {
        return new Problem(422, "Unprocessable Content", detail, faults, Map.of());
    }
}
