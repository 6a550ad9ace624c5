package io.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Links lead somewhere, and every document can be reached from the first one. */
class LinksTest {
    private static final Path FIRST = Path.of("README.md");

    @Test
    void everyLinkLeadsSomewhere() {
        List<Page> pages = Page.all();
        assertThat(pages).extracting(Page::file).contains(FIRST);
        assertThat(pages).flatExtracting(LinksTest::dead).isEmpty();
    }

    @Test
    void aDeadLinkIsSeen() {
        Page page = new Page(
                Path.of("docs/x.md"),
                "[a](../README.md) [b](nowhere.md) [c](../README.md#no-such-heading) [d](#here) [e](#there)\n## Here\n");
        assertThat(dead(page))
                .containsExactly(
                        "docs/x.md: nowhere.md", "docs/x.md: ../README.md#no-such-heading", "docs/x.md: #there");
    }

    @Test
    void everyDocumentIsReachedFromTheFirst() {
        assertThat(reachable()).containsAll(Page.all().stream().map(Page::file).toList());
    }

    private static Set<Path> reachable() {
        Set<Path> seen = new TreeSet<>(List.of(FIRST));
        Deque<Path> next = new ArrayDeque<>(seen);
        while (!next.isEmpty()) {
            Page page = Page.read(next.remove());
            for (String link : page.links()) {
                Path target = target(page, link);
                if (target.toString().endsWith(".md") && Files.isRegularFile(target) && seen.add(target)) {
                    next.add(target);
                }
            }
        }
        return seen;
    }

    private static List<String> dead(Page page) {
        List<String> dead = new ArrayList<>();
        for (String link : page.links()) {
            Path target = target(page, link);
            int hash = link.indexOf('#');
            boolean there = Files.exists(target) || target.equals(page.file());
            if (there && hash >= 0) {
                Page goal = target.equals(page.file()) ? page : Page.read(target);
                there = goal.anchors().contains(link.substring(hash + 1));
            }
            if (!there) {
                dead.add(page.file() + ": " + link);
            }
        }
        return dead;
    }

    private static Path target(Page page, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        return file.isEmpty() ? page.file() : page.file().resolveSibling(file).normalize();
    }
}
