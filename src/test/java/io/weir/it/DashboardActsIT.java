package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.Browser;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Each act of the dashboard, done in a real browser, does to a real node what it says. */
class DashboardActsIT extends TwoBackends {
    private static final String BACKENDS = "/api/v1/pools/web/backends/";

    @Test
    void everyActDoesWhatItSays() throws IOException {
        try (WeirProcess weir = WeirProcess.start(WeirFile.with(Transport.NATIVE)
                        .listener("web", "")
                        .pool("web", "algorithm = round-robin", at("a", a), at("b", b))
                        .pool("green", "", at("g", a))
                        // So that the page has its answer before the node has ended
                        .add("weir.shutdown.announce = 1s\n"));
                Browser browser = Browser.start()) {
            browser.open(weir.adminAddress());
            browser.await("main", "2 of 2 usable", 10);
            Hand hand = new Hand(browser, weir);
            backends(hand);
            removal(hand);
            listeners(hand);
            connections(hand);
            node(hand);
            assertThat(browser.complaints()).isEmpty();
            hand.click("Leave…");
            hand.sure("Let it leave and end?");
            assertThat(weir.exitCode()).isZero();
            browser.await("#banners", "does not answer", 10);
        }
    }

    private static String at(String id, FakeBackend backend) {
        return "{ id = %s, address = \"%s\" }".formatted(id, backend.hostPort());
    }

    private static void backends(Hand hand) throws IOException {
        try (Peer held = Peer.heldBy(hand.weir.listener("web"), "b")) {
            hand.label("Drain backend b of web");
            hand.browser.await("dialog h2", "Drain b?", 5);
            hand.browser.press(Keys.ARROW_DOWN);
            hand.sure("Drain b?");
            hand.until(BACKENDS + "b", each -> each.get("state").asText().equals("draining"));
            assertThat(hand.get(BACKENDS + "b").get("deadline").asText()).isEqualTo("30s");
            hand.browser.await("section[aria-label='Pool web'] tbody", "1 left, cut in 2", 10);
            assertThat(held.staysOpen(Duration.ofMillis(50))).isTrue();
            hand.label("Ready backend b of web");
            hand.sure("Make b ready?");
            hand.until(BACKENDS + "b", each -> each.get("state").asText().equals("ready"));
        }
        hand.browser.await("button[aria-label='Drain backend b of web']", "Drain", 10);

        hand.label("More about backend b of web");
        hand.browser.await("dialog.details .about", "ready, pool web", 5);
        hand.click("Maintenance…");
        hand.sure("Put b into maintenance?");
        hand.browser.await("dialog.details .about", "maintenance, pool web", 10);
        assertThat(hand.get(BACKENDS + "b").get("state").asText()).isEqualTo("maintenance");
        hand.click("Ready…");
        hand.sure("Make b ready?");
        hand.browser.await("dialog.details .about", "ready, pool web", 10);

        hand.click("Health…");
        hand.browser.await("dialog + dialog h2", "Set the health of b?", 5);
        hand.browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
        hand.sure("Set the health of b?");
        hand.browser.await("#said", "b is held down.", 5);
        hand.browser.await("dialog.details .about", "down", 10);
        assertThat(hand.get(BACKENDS + "b").get("healthOverride").asText()).isEqualTo("down");
        hand.browser.await("dialog.details dl", "Set: healthOverride", 10);
        hand.click("Weight…");
        hand.browser.await("dialog + dialog h2", "Set the weight of b?", 5);
        hand.browser.press(Keys.chord(Keys.CONTROL, "a"), "7", Keys.ENTER);
        hand.until(BACKENDS + "b", each -> each.get("weight").asInt() == 7);
        hand.browser.await("dialog.details dl", "Set: weight", 10);

        hand.click("Take back…");
        hand.sure("Take back what was set for b?");
        hand.until(BACKENDS + "b", each -> each.get("overrides").isEmpty());
        assertThat(hand.get(BACKENDS + "b").get("weight").asInt()).isEqualTo(1);
        hand.browser.await("dialog.details .about", "up", 10);
        hand.click("Close");
    }

    private static void removal(Hand hand) throws IOException {
        try (FakeBackend x = FakeBackend.start(Manners.greeting("x"))) {
            String put = "{\"address\":\"" + x.hostPort() + "\"}";
            assertThat(hand.weir.admin().ask("PUT", BACKENDS + "x", put).status())
                    .isEqualTo(201);
            try (Peer held = Peer.heldBy(hand.weir.listener("web"), "x")) {
                hand.browser.await("button[aria-label='More about backend x of web']", "More", 10);
                hand.label("More about backend x of web");
                hand.browser.await("dialog.details .about", "ready, pool web", 5);
                hand.click("Remove…");
                hand.browser.await("dialog + dialog h2", "Remove x?", 5);
                hand.browser.click("dialog + dialog input[type=checkbox]");
                hand.sure("Remove x?");
                assertThat(held.ending().how()).isEqualTo(Ending.How.RESET);
            }
            hand.browser.await("dialog.details", "It is gone.", 10);
            assertThat(hand.weir.admin().get(BACKENDS + "x").status()).isEqualTo(404);
            hand.click("Close");
        }
    }

    private static void listeners(Hand hand) throws IOException {
        String web = "/api/v1/listeners/web";
        hand.label("Pause listener web");
        hand.sure("Pause web on it?");
        hand.until(web, each -> each.get("paused").asBoolean());
        try (Peer waiting = Peer.dial(hand.weir.listener("web"))) {
            assertThat(waiting.staysOpen(Duration.ofMillis(100)))
                    .as("nobody serves it")
                    .isTrue();
            hand.browser.await("button[aria-label='Resume listener web']", "Resume", 10);
            hand.label("Resume listener web");
            hand.sure("Resume web on it?");
            assertThat(waiting.receive(1)).isIn("a", "b");
        }
        hand.browser.await("button[aria-label='Pause listener web']", "Pause", 10);
        hand.label("Switch listener web to another pool");
        hand.browser.await("dialog h2", "Switch web on it to another pool?", 5);
        hand.browser.press("green");
        hand.sure("Switch web on it to another pool?");
        hand.browser.await("#said", "web leads to green on it.", 5);
        hand.until(web, each -> each.get("pool").asText().equals("green"));
        assertThat(served(hand.weir, "web")).isEqualTo("a");
    }

    /** The id of the API, the access log and the dashboard are one. */
    private static void connections(Hand hand) throws IOException {
        try (Peer one = Peer.dial(hand.weir.listener("web"));
                Peer other = Peer.dial(hand.weir.listener("web"))) {
            assertThat(one.receive(1) + other.receive(1)).isEqualTo("aa");
            String client = "127.0.0.1:" + one.local().getPort();
            String id = hand.get("/api/v1/connections?client=" + client)
                    .get("connections")
                    .get(0)
                    .get("id")
                    .asText();
            hand.browser.click("nav a[href='#/connections']");
            hand.browser.await("main tbody", id, 10);
            Patience.until("both connections and no other").until(() -> hand.rows() == 2);
            hand.browser.click("form.filters input[placeholder=address]");
            hand.browser.press(client, Keys.ENTER);
            Patience.until("the filter").until(() -> hand.rows() == 1);
            for (String part : List.of(id, client, "green")) {
                hand.browser.await("main tbody tr", part, 5);
            }
            hand.label("End connection " + id);
            hand.sure("End connection " + id + "?");
            assertThat(one.ending().how()).isEqualTo(Ending.How.RESET);
            hand.browser.await(".table .none", "No connection matches", 10);
            assertThat(other.staysOpen(Duration.ofMillis(50))).isTrue();
            assertThat(hand.weir.accessLog().of(one).json().get("id").asText()).isEqualTo(id);
        }
        hand.browser.click("nav a[href='#/']");
    }

    private static void node(Hand hand) {
        hand.browser.await("section[aria-labelledby='nodes']", "Drain it…", 10);
        hand.click("Drain it…");
        hand.sure("Drain it?");
        Patience.until("not ready").until(() -> !hand.weir.admin().ready());
        hand.click("Ready…");
        hand.sure("Make it ready?");
        Patience.until("ready").until(() -> hand.weir.admin().ready());
    }

    /** Who uses the page, and looks at the API whether it is true. */
    private record Hand(Browser browser, WeirProcess weir) {
        /** A button by what it is called aloud. */
        void label(String label) {
            press("each.ariaLabel", label);
        }

        /** A button by its words. */
        void click(String words) {
            press("each.textContent", words);
        }

        /**
         * Of the topmost dialog, or else of the page, once there is one such button: a dialog that was closed leaves
         * the page a moment later. A click at a place could hit a note that lies over it.
         */
        private void press(String by, String words) {
            String script =
                    "const top = [...document.querySelectorAll('dialog[open]')].pop() ?? document.querySelector('main');"
                            + "const found = [...top.querySelectorAll('button')].filter(each => " + by
                            + " === arguments[0] && each.checkVisibility());"
                            + "if (found.length === 1) found[0].click(); return found.length;";
            Patience.until("a button \"" + words + "\"", 5)
                    .until(() -> browser.run(script, words).equals(1L));
        }

        /** Confirms. */
        void sure(String title) {
            browser.await("dialog:last-of-type h2", title, 5);
            browser.click("dialog:last-of-type button[type=submit]");
            Patience.until("the end of \"" + title + "\"")
                    .until(() -> !browser.text("dialog:last-of-type h2").equals(title));
        }

        JsonNode get(String path) {
            return Rewritten.good(weir.admin().get(path));
        }

        void until(String path, Predicate<JsonNode> is) {
            Patience.until(path).until(() -> is.test(get(path)));
        }

        int rows() {
            return ((Long) browser.run("return document.querySelectorAll('main tbody tr').length")).intValue();
        }
    }
}
