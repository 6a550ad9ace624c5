package io.weir.it;

import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Peer;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What a test has in which it matters where a connection goes: two backends that greet with {@code a} and with {@code b}. */
abstract class TwoBackends {
    FakeBackend a;
    FakeBackend b;

    @BeforeEach
    void startBackends() {
        a = FakeBackend.start(Manners.greeting("a"));
        b = FakeBackend.start(Manners.greeting("b"));
    }

    @AfterEach
    void stopBackends() {
        a.close();
        b.close();
    }

    /** The greeting through a listener, or what there was instead. */
    static String served(WeirProcess weir, String listener) {
        try (Peer client = Peer.dial(weir.listener(listener))) {
            return client.receive(1);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
