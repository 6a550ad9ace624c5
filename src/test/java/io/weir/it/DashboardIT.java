package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.Browser;
import io.weir.kit.FakeBackend;
import io.weir.kit.Loopback;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirCluster;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The dashboard in a real browser, in front of real nodes. */
class DashboardIT {
    private static final String HOSTILE = "<img src=x onerror=document.title='owned'>";

    private static Browser browser;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger toA = new AtomicInteger();
    private final AtomicInteger toOthers = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void endBrowser() {
        browser.close();
    }

    @AfterEach
    void end() throws Exception {
        over.countDown();
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T closing(T each) {
        opened.add(each);
        return each;
    }

    private static String at(String id, FakeBackend backend) {
        return "{ id = \"%s\", address = \"%s\" }".formatted(id, backend.hostPort());
    }

    private static void furnish(WeirFile file, FakeBackend a, FakeBackend b) {
        file.listener("web", "").pool("web", "algorithm = round-robin", at("a", a), at("b", b));
    }

    /** What is done without a mouse on one node is seen on another, and no client notices. */
    @Test
    @Tag("peers-52")
    void aBackendDrainedByKeyboardOnOneNodeIsSeenOnAnotherAndThenTheOthersAreLost() throws Exception {
        FakeBackend a = closing(FakeBackend.start(Manners.greeting("a")));
        FakeBackend b = closing(FakeBackend.start(Manners.greeting("b")));
        String lasting = "weir.admin.bind = \"127.0.0.1:" + Loopback.lastingPort() + "\"\n";
        WeirCluster.Furnish furnish = (file, node) -> furnish(node == 1 ? file.add(lasting) : file, a, b);
        WeirCluster cluster = closing(WeirCluster.start(3, Transport.NATIVE, furnish));
        Peer held = held(cluster.node(2));
        for (int node = 0; node < 3; node++) {
            WeirProcess through = cluster.node(node);
            Thread.ofVirtual().start(() -> load(through));
        }

        browser.open(cluster.node(1).adminAddress());
        String second = browser.window();
        browser.await("nav + #pulse", "live", 10);
        browser.await("#nodes", "Nodes", 5);
        browser.another();
        browser.open(cluster.node(0).adminAddress());
        String first = browser.window();
        browser.await(".pool", "2 of 2 usable", 10);
        assertThat(browser.barriers()).as("overview").isEmpty();

        browser.tabTo("Drain backend a of web");
        browser.press(Keys.ENTER);
        browser.await("dialog", "Drain a?", 5);
        assertThat(browser.barriers()).as("dialog").isEmpty();
        browser.tabTo("Drain");
        browser.press(Keys.ENTER);
        browser.await("#said", "a is draining", 5);
        browser.await(".pool tbody tr", "1 left", 15);
        for (WeirProcess node : cluster.alive()) {
            Patience.until("all to know it")
                    .until(() -> backend(node, "a").get("state").asText().equals("draining"));
        }
        Patience.until("no connection to a but those that were under way").until(this::meanwhileNoneGoesToA);
        browser.use(second);
        browser.await(".pool tbody tr", "draining", 5);
        browser.await(".pool tbody tr", "1 left", 5);
        held.close();
        browser.await(".pool tbody tr", "no connection left", 10);
        over.countDown();
        assertThat(faults).isEmpty();

        browser.use(first);
        assertThat(cluster.node(2)
                        .admin()
                        .ask("PATCH", "/api/v1/listeners/web", "{\"paused\":true}")
                        .status())
                .isEqualTo(200);
        browser.await("section[aria-labelledby='listeners']", "paused on n2", 10);
        browser.click("nav a[href='#/events']");
        browser.await("h1", "Events", 5);
        assertThat(browser.barriers()).as("events").isEmpty();
        browser.click("nav a[href='#/connections']");
        browser.await("h1", "Connections", 5);
        assertThat(browser.barriers()).as("connections").isEmpty();
        browser.run(
                "location.hash = '#/connections?' + new URLSearchParams({client: arguments[0], pool: arguments[0]})",
                HOSTILE);
        Patience.until("the link's filters")
                .until(() -> HOSTILE.equals(browser.run("return document.querySelector('form select').value")));
        assertThat(browser.title()).doesNotContain("owned");
        assertThat(browser.complaints()).isEmpty();

        browser.use(second);
        goesOnWhereItWas(cluster);
        browser.use(first);
        cluster.node(1).signal("STOP");
        cluster.node(2).signal("STOP");
        browser.await("#banners", "it may be the one that is cut off", 20);
    }

    /** A page whose node is started again shows what happened meanwhile, and needs nobody's hand for it. */
    private static void goesOnWhereItWas(WeirCluster cluster) {
        cluster.node(1).kill();
        browser.await("#banners", "does not answer", 15);
        browser.await("#pulse", "not answering", 10);
        assertThat(cluster.node(0)
                        .admin()
                        .ask("PATCH", "/api/v1/pools/web/backends/b", "{\"weight\":7}")
                        .status())
                .isEqualTo(200);
        cluster.launch(1).awaitReady();
        browser.await("nav + #pulse", "live", 30);
        browser.click("nav a[href='#/events']");
        browser.await("main tbody", "backend b · ", 15);
        browser.await("main tbody", "field weight", 15);
        Patience.until("no alarm").until(() -> !browser.text("#banners").contains("does not answer"));
        cluster.awaitOne(30);
    }

    private Peer held(WeirProcess through) throws IOException {
        for (int i = 0; i < 10; i++) {
            Peer peer = Peer.dial(through.listener("web"));
            if (peer.receive(1).equals("a")) {
                return closing(peer);
            }
            peer.close();
        }
        throw new AssertionError("ten connections and none to a");
    }

    /** A client a node, of which each may have been on its way. */
    private boolean meanwhileNoneGoesToA() {
        int before = toA.get();
        int others = toOthers.get();
        Patience.until("further connections").until(() -> toOthers.get() > others + 50);
        return toA.get() <= before + 3;
    }

    private void load(WeirProcess through) {
        while (over.getCount() > 0) {
            try (Peer client = Peer.dial(through.listener("web"))) {
                client.readTimeout(Patience.seconds(10));
                (client.receive(1).equals("a") ? toA : toOthers).incrementAndGet();
                over.await(5, TimeUnit.MILLISECONDS);
            } catch (IOException | RuntimeException | InterruptedException failure) {
                faults.add(failure.toString());
            }
        }
    }

    private static JsonNode backend(WeirProcess node, String id) {
        return node.admin().get("/api/v1/pools/web/backends/" + id).json();
    }

    /** A page that knows no token shows nothing; one that does keeps it out of the address; one without a node says so. */
    @Test
    void aTokenIsAskedForAndANodeThatIsGoneIsTold() throws IOException {
        FakeBackend a = closing(FakeBackend.start(Manners.greeting("a")));
        WeirProcess weir = closing(WeirProcess.start(WeirFile.with(Transport.NATIVE)
                .service("web", a.hostPort())
                .pool("nobody", "")
                .add("weir.admin.tokens = [{ name = root, role = admin, token = \"much-too-secret\" }]\n")));
        browser.open(weir.adminAddress());
        browser.await("form h1", "asks for a token", 10);
        assertThat(browser.text("main")).doesNotContain("web");
        assertThat(browser.barriers()).as("sign in").isEmpty();
        browser.press("nonsense", Keys.ENTER);
        browser.await("form [role=alert]", "No such token", 5);
        browser.press("much-too-secret", Keys.ENTER);
        browser.await(".pool h3", "web", 10);
        assertThat(browser.address()).doesNotContain("secret");
        browser.reload();
        browser.await(".pool h3", "web", 10);

        browser.look(360, 780, true);
        browser.await("#pulse", "live", 10);
        Fit.phone(browser, "overview");
        browser.await("[aria-label='Pool nobody'] .mark.down", "no backend", 5);
        browser.await("[aria-label='Pool nobody'] .none", "This pool has no backend", 5);
        Fit.betweenPhoneAndDesk(browser, "overview");
        closing(held(weir));
        browser.click("nav a[href='#/connections']");
        browser.await("main tbody", "127.0.0.1:", 10);
        Fit.betweenPhoneAndDesk(browser, "connections");
        browser.look(360, 780, true);
        Fit.phone(browser, "connections");
        browser.click("input[placeholder=address]");
        browser.press("nonsense<b>", Keys.ENTER);
        browser.await("main .trouble", "client is an address", 5);
        assertThat(browser.run("return document.querySelectorAll('main tbody tr').length"))
                .as("rows below a refusal")
                .isEqualTo(0L);
        browser.click("nav a[href='#/events']");
        browser.await("main tbody", "cluster-joined", 10);
        Fit.phone(browser, "events");
        browser.look(1280, 900, false);
        assertThat(browser.run(Files.readString(Path.of("src/test/resources/dashboard/pure.js"))))
                .isEqualTo(List.of());

        browser.run(HEAD_WITH_BANNER);
        weir.kill();
        browser.await("#banners", "does not answer", 10);
        assertThat(browser.run("return window.head")).isEqualTo("not answering");
        browser.look(360, 780, false);
        Fit.headOnAPhone(browser);
        Patience.until("the page to look stale")
                .until(() -> browser.run("return document.body.classList.contains('stale')")
                        .equals(true));
        browser.click("#sign-out");
        browser.await("form h1", "asks for a token", 5);
        assertThat(browser.run("return sessionStorage.length")).isEqualTo(0L);
        nothingButTheForm();
    }

    /** Whoever is not signed in sees nothing of who was, and no alarm of before. */
    private static void nothingButTheForm() {
        assertThat(browser.text("#where") + browser.text("#banners")).isEmpty();
        assertThat(browser.run("return document.querySelectorAll('.stale, dialog').length"))
                .isEqualTo(0L);
    }

    /** What is not for a role is seen, cannot be done, and says why; what is can be. */
    @Test
    void whatARoleMayNotDoSaysForWhomItIs() {
        FakeBackend a = closing(FakeBackend.start(Manners.echo()));
        WeirProcess weir = closing(WeirProcess.start(WeirFile.with(Transport.NATIVE)
                .service("web", at("a", a))
                .add("weir.admin.tokens = [{ name = vic, role = viewer, token = \"viewers-secret-secret\" }"
                        + ", { name = otto, role = operator, token = \"operators-secret-secret\" }]\n")));
        browser.open(weir.adminAddress());
        browser.await("form h1", "asks for a token", 10);
        browser.press("viewers-secret-secret", Keys.ENTER);
        browser.await("#where", "vic, a viewer", 10);
        browser.await(".pool", "1 of 1 usable", 10);
        assertThat(browser.barriers()).as("as a viewer").isEmpty();
        browser.tabTo("Drain backend a of web");
        browser.press(Keys.ENTER);
        browser.await("#said", "This is for an operator; vic is a viewer.", 5);
        assertThat(browser.run("return document.querySelectorAll('dialog').length"))
                .isEqualTo(0L);
        browser.click("#sign-out");
        browser.await("form h1", "asks for a token", 5);

        browser.press("operators-secret-secret", Keys.ENTER);
        browser.await("#where", "otto, an operator", 10);
        browser.await(".pool", "1 of 1 usable", 10);
        browser.tabTo("Pause listener web");
        browser.press(Keys.ENTER);
        browser.await("#said", "This is for an admin; otto is an operator.", 5);
        browser.tabTo("Drain backend a of web");
        browser.press(Keys.ENTER);
        browser.await("dialog", "Drain a?", 5);
        browser.tabTo("Drain");
        browser.press(Keys.ENTER);
        browser.await("#said", "a is draining", 5);
        browser.click(".pool button.link");
        browser.await("dialog .hint", "This is for an admin; otto is an operator.", 5);
        Patience.until("the acts of an operator", 5)
                .untilAsserted(() -> assertThat(browser.run(
                                "return [...document.querySelectorAll('dialog [data-role]:not([hidden])')].map(each =>"
                                        + " each.textContent + (each.ariaDisabled ?? ''))"))
                        .isEqualTo(List.of("Maintenance…", "Ready…", "Weight…", "Health…", "Take back…true")));
        assertThat(browser.barriers()).as("details of an operator").isEmpty();

        new Rewritten(weir)
                .write(Rewritten.listener("web", "web", "")
                        + Rewritten.pool("web", "", a)
                        + "weir.admin.tokens = [{ name = vic, role = viewer, token = \"viewers-secret-secret\" }]\n");
        weir.signal("HUP");
        browser.await("form.sign-in [role=alert]", "no longer known here", 10);
        nothingButTheForm();
    }

    /** Two people change one backend: the second is told, and sees what the first has done. */
    @Test
    void aChangeThatSomebodyElseMadeMeanwhileIsNotUndoneUnawares() {
        FakeBackend a = closing(FakeBackend.start(Manners.echo()));
        WeirProcess weir =
                closing(WeirProcess.start(WeirFile.with(Transport.NATIVE).service("web", at("a", a))));
        browser.open(weir.adminAddress());
        browser.await(".pool", "1 of 1 usable", 10);
        browser.click(".pool button.link");
        browser.await("dialog", "Weight…", 5);
        browser.tabTo("Weight…");
        browser.press(Keys.ENTER);
        browser.await("dialog + dialog", "Set the weight of a?", 5);
        assertThat(weir.admin()
                        .ask("PATCH", "/api/v1/pools/web/backends/a", "{\"weight\":7}")
                        .status())
                .isEqualTo(200);
        browser.press(Keys.chord(Keys.CONTROL, "a"), "3", Keys.ENTER);
        browser.await("dialog + dialog [role=alert]", "Changed meanwhile", 5);
        assertThat(backend(weir, "a").get("weight").asInt()).isEqualTo(7);
    }

    /** Keeps what the head of the page says when the banner comes that the node does not answer. */
    private static final String HEAD_WITH_BANNER = """
            const banners = document.querySelector('#banners');
            new MutationObserver(() => {
              if (banners.textContent.includes('does not answer')) window.head ??= document.querySelector('#pulse').textContent;
            }).observe(banners, { childList: true, subtree: true });
            """;
}
