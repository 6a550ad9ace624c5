package io.weir.transport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.weir.transport.socket.NetError;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;

/** What this system's {@code strerror} says of the errors a proxy acts on, in the language of this process. */
public final class ErrorText {
    private static final int[] NUMBERS = {
        Errno.EPERM,
        Errno.ENOMEM,
        Errno.EACCES,
        Errno.ENFILE,
        Errno.EMFILE,
        Errno.EPIPE,
        Errno.EAFNOSUPPORT,
        Errno.EADDRINUSE,
        Errno.EADDRNOTAVAIL,
        Errno.ENETDOWN,
        Errno.ENETUNREACH,
        Errno.ECONNABORTED,
        Errno.ECONNRESET,
        Errno.ENOBUFS,
        Errno.ETIMEDOUT,
        Errno.ECONNREFUSED,
        Errno.EHOSTDOWN,
        Errno.EHOSTUNREACH
    };

    /** Longer than any text of any C library. */
    private static final int MOST_BYTES = 1024;

    private ErrorText() {}

    /**
     * From text to meaning. Any thread.
     *
     * @throws LinkageError where there is no such function
     */
    public static Map<String, NetError> ofThisProcess() {
        Linker linker = Linker.nativeLinker();
        MethodHandle strerror = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));
        Map<String, NetError> texts = new HashMap<>();
        for (int number : NUMBERS) {
            texts.put(text(strerror, number), Errno.of(number));
        }
        return texts;
    }

    private static String text(MethodHandle strerror, int number) {
        try {
            MemorySegment text = (MemorySegment) strerror.invokeExact(number);
            return text.reinterpret(MOST_BYTES).getString(0);
        } catch (Throwable fault) {
            throw new AssertionError("strerror could not be called", fault);
        }
    }
}
