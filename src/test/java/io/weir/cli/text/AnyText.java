package io.weir.cli.text;

import java.util.SplittableRandom;

/** Texts that nobody would write. */
public final class AnyText {
    private AnyText() {}

    /** Any Unicode: half of it ordinary, the rest anything, surrogates and controls too. */
    public static String of(SplittableRandom random, int longest) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(longest + 1); left > 0; left--) {
            switch (random.nextInt(4)) {
                case 0 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                case 1 -> text.append((char) random.nextInt(0x3000));
                default -> text.append((char) (' ' + random.nextInt(95)));
            }
        }
        return text.toString();
    }
}
