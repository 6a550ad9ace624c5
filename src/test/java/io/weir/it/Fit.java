package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Browser;
import io.weir.kit.Patience;
import java.util.List;

/** Whether a page of the dashboard fits the windows that people have. */
final class Fit {
    private Fit() {}

    /** 360 pixels wide, without having to be moved sideways, and with no word broken. */
    static void phone(Browser browser, String page) {
        is(browser, 360);
        Patience.until("no word to stick out or be broken", 5).untilAsserted(() -> {
            assertThat((Long) browser.run("return document.documentElement.scrollWidth"))
                    .as(page)
                    .isLessThanOrEqualTo(360L);
            assertThat(browser.run(BROKEN))
                    .as("%s: words that are broken", page)
                    .isEqualTo(List.of());
        });
        assertThat(browser.barriers()).as("%s, narrow and dark", page).isEmpty();
    }

    /** Three lines, whatever they have to say. */
    static void headOnAPhone(Browser browser) {
        is(browser, 360);
        assertThat((Long) browser.run("return document.querySelector('header').offsetHeight"))
                .as("the head's height")
                .isLessThan(130L);
    }

    /** On a tablet and in half a window nothing has to be moved sideways, least of all to come to a button. */
    static void betweenPhoneAndDesk(Browser browser, String page) {
        for (int width : List.of(768, 900, 980, 1024)) {
            browser.look(width, 900, false);
            is(browser, width);
            Patience.until("nothing to stick out", 5)
                    .untilAsserted(() -> assertThat(browser.run(OUTSIDE))
                            .as("%s, %s wide: what sticks out", page, width)
                            .isEqualTo(List.of()));
        }
    }

    private static void is(Browser browser, int width) {
        Patience.until("a window " + width + " wide")
                .until(() -> browser.run("return innerWidth").equals((long) width));
    }

    /** The page as a whole, and each button. */
    private static final String OUTSIDE = """
            const { clientWidth, scrollWidth } = document.documentElement;
            const all = [...document.querySelectorAll('header button, main button')];
            return [...(scrollWidth > clientWidth ? [`the page: ${scrollWidth} of ${clientWidth}`] : []),
              ...all.filter(each => each.getBoundingClientRect().right > clientWidth).map(each => each.textContent)];
            """;

    /** Letters and digits that belong together and do not stand on one line. */
    private static final String BROKEN = """
            const broken = [];
            const all = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
            for (let node = all.nextNode(); node; node = all.nextNode()) {
              if (!node.parentElement.checkVisibility()) continue;
              for (const word of node.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
                const range = document.createRange();
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                if (new Set([...range.getClientRects()].map(each => Math.round(each.top))).size > 1) broken.push(word[0]);
              }
            }
            return broken;
            """;
}
