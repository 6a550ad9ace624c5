package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.FakeNode;
import io.weir.cli.Screen;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code weir backend drain --wait}, on a clock of its own. */
class DrainAndWaitTest {
    private static final String B2 = "/api/v1/pools/web/backends/b2";
    private FakeNode node;

    @BeforeEach
    void startNode() {
        node = FakeNode.start();
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private ClientRun drain(String... more) {
        String[] words = {"backend", "drain", "web", "b2", "--wait"};
        String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return ClientRun.of(node.url(), all);
    }

    private DrainAndWaitTest has(String state, int... byNode) {
        int total = java.util.Arrays.stream(byNode).sum();
        StringBuilder nodes = new StringBuilder();
        for (int i = 0; i < byNode.length; i++) {
            nodes.append(i == 0 ? "" : ",")
                    .append("\"n")
                    .append(i)
                    .append("\":")
                    .append(byNode[i]);
        }
        String view =
                "{\"state\":\"" + state + "\",\"connections\":{\"total\":" + total + ",\"byNode\":{" + nodes + "}}}";
        node.on((node.lines().isEmpty() && !patched ? "PATCH " : "GET ") + B2, 200, view);
        patched = true;
        return this;
    }

    private boolean patched;

    @Test
    void endsWhenNoneIsLeftOnAnyNode() {
        has("draining", 1, 2).has("draining", 0, 2).has("draining", 0, 0);
        ClientRun run = drain();
        assertThat(run.out())
                .startsWith("web/b2: draining, 3 connections left (n0 1, n1 2)\n")
                .endsWith("web/b2: drained, no connection is left\n");
        assertThat(run.code()).isZero();
        assertThat(node.lines()).as("nothing is believed at the first look").hasSizeGreaterThan(6);
    }

    @Test
    void aCountOfNothingThatDoesNotLastIsNotBelieved() {
        has("draining", 0, 0).has("draining", 0, 0).has("draining", 0, 4).has("draining", 0, 0);
        ClientRun run = drain();
        assertThat(run.code()).isZero();
        assertThat(node.lines()).hasSizeGreaterThan(8);
    }

    @Test
    void whatIsLeftLongAfterTheDeadlineIsARefusal() {
        has("draining", 1, 2).has("draining", 1, 2);
        ClientRun run = drain("--deadline", "2s");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("closing, 3 connections left");
        assertThat(run.err()).contains("The deadline has passed, but 3 connections of web/b2 are left: n0 1, n1 2.");
    }

    @Test
    void somebodyElsesReadyEndsTheWait() {
        has("draining", 1).has("ready", 1);
        ClientRun run = drain();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("made ready again by somebody else");
    }

    @Test
    void aRemovedBackendHasNoneLeft() {
        has("draining", 1);
        assertThat(drain().code()).isZero();
    }

    @Test
    void aNodeThatAnswersNoMoreIsAskedAgainForAWhileAndThatIsSaid() {
        has("draining", 2);
        node.on("GET " + B2, 503, "{}");
        ClientRun run = drain();
        assertThat(run.out())
                .contains(
                        "web/b2: draining, 2 connections left (n0 2) when the node last answered; it is asked again\n");
        assertThat(run.code()).isNotZero();
    }

    @Test
    void aTerminalsLineIsRewrittenAndNeverWraps() {
        has("draining", 1, 2).has("draining", 0, 0);
        Screen narrow = new Screen(true, 30, false, true);
        ClientRun run = ClientRun.in(Map.of("WEIR_URL", node.url()), narrow, "backend", "drain", "web", "b2", "--wait");
        assertThat(run.out().split("[\r\n]"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
        assertThat(run.out())
                .contains("\rweb/b2: draining, 3 connecti…\r")
                .endsWith("\rweb/b2: drained, no connection is left\n");
    }
}
