package io.weir.admin.api;

import java.util.Collection;

/** Says that something is not there, and what is. */
final class Named {
    private static final int FEW = 20;

    private Named() {}

    static Refused missing(String kind, String name, Collection<String> known) {
        return missing(kind, name, "", known);
    }

    /** @param where it is looked for, with a space before it */
    static Refused missing(String kind, String name, String where, Collection<String> known) {
        return new Refused(Problem.notFound("There is no " + kind + " " + shortened(name) + where + "; "
                + (known.isEmpty() ? "there is none at all." : "there are: " + few(known) + ".")));
    }

    private static String few(Collection<String> names) {
        String shown = String.join(", ", names.stream().limit(FEW).toList());
        return names.size() <= FEW ? shown : shown + " and " + (names.size() - FEW) + " more";
    }

    private static String shortened(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + "...";
    }
}
