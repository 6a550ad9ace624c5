package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.model.LocalError;
import io.weir.transport.LoopSettings;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listening socket that fails is closed and bound anew on its port while its connections live on. */
@Timeout(60)
class BrokenListenerTest {
    private static final int SHUT_RDWR = 2;

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    @Tag("contract-11")
    void isBoundAnewWhileItsConnectionsLiveOn(LoopSettings.Kind kind) throws Throwable {
        try (FakeBackend backend = FakeBackend.start(Manners.echo());
                TestPlane plane = new TestPlane(Blueprint.of(kind), backend.address());
                Socket before = plane.connect(0)) {
            assertThat(TestPlane.echoes(before)).isTrue();
            for (int round = 0; round < 3; round++) {
                assertThat(shutDown(plane.address.getPort())).isPositive();
                Patience.until("a new client to be served").until(() -> isServed(plane));
                assertThat(TestPlane.echoes(before)).isTrue();
            }
            assertThat(plane.troubles).hasSizeBetween(3, 6).allMatch(each -> each.contains("bound anew"));
            assertThat(plane.meters.read().localErrors(LocalError.OTHER)).isBetween(3L, 6L);
            assertThat(plane.faults).isEmpty();
        }
    }

    private static boolean isServed(TestPlane plane) {
        try (Socket client = plane.connect(0)) {
            return TestPlane.echoes(client);
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Takes every listening socket of this process on a port out of that state, behind its owner's back. */
    private static int shutDown(int port) throws Throwable {
        MethodHandle shutdown = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().find("shutdown").orElseThrow(),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        List<String> sockets = listening(port);
        int count = 0;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)
                        && sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    int fd = Integer.parseInt(descriptor.getFileName().toString());
                    count += (int) shutdown.invokeExact(fd, SHUT_RDWR) == 0 ? 1 : 0;
                }
            }
        }
        return count;
    }

    private static List<String> listening(int port) throws IOException {
        String where = String.format(Locale.ROOT, ":%04X", port);
        try (Stream<String> lines = Files.lines(Path.of("/proc/net/tcp"))) {
            return lines.map(line -> line.trim().split("\\s+"))
                    .filter(field -> field.length > 9 && field[1].endsWith(where) && field[3].equals("0A"))
                    .map(field -> "socket:[" + field[9] + "]")
                    .toList();
        }
    }
}
