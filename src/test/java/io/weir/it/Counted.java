package io.weir.it;

import io.weir.kit.Aftermath;
import io.weir.kit.ClosedPort;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.util.function.BiFunction;

/**
 * A node before a backend that echoes and a port that refuses, whose counts must come to rest once its clients are gone.
 *
 * @param backend which echoes
 * @param closed which refuses
 * @param weir between clients and both
 * @param aftermath looked at when this is closed
 */
record Counted(FakeBackend backend, ClosedPort closed, WeirProcess weir, Aftermath aftermath) implements AutoCloseable {
    /** Starts all of it; the file is made of where the two are. */
    static Counted start(BiFunction<String, String, WeirFile> file) {
        FakeBackend backend = FakeBackend.start(Manners.echo());
        ClosedPort closed = ClosedPort.take();
        WeirProcess weir = WeirProcess.start(file.apply(backend.hostPort(), closed.hostPort()));
        return new Counted(backend, closed, weir, new Aftermath(weir));
    }

    @Override
    public void close() {
        try (backend;
                closed;
                weir) {
            aftermath.check();
        }
    }
}
