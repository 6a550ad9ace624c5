package io.weir.config;

import com.typesafe.config.ConfigUtil;

/** How a user's own text is shown in a message: quoted, on one line and not too long. */
final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    static String text(String text) {
        String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return ConfigUtil.quoteString(shown);
    }
}
