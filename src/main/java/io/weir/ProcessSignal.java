package io.weir;

import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Signals to this process. The JDK's only interface to them is {@code sun.misc.Signal}, which it supports and warns
 * about at compile time beyond any switch, so it is reached by reflection.
 */
final class ProcessSignal {
    private ProcessSignal() {}

    /**
     * Has a signal handled from now on, on a thread of its own.
     *
     * @param name without the SIG, for example {@code TERM}
     * @param handler given the signal's number
     */
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    static void handle(String name, IntConsumer handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    ProcessSignal.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            handler.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
                            return null;
                        }
                        return switch (method.getName()) {
                            case "equals" -> self == arguments[0];
                            case "hashCode" -> System.identityHashCode(self);
                            default -> "handler of SIG" + name;
                        };
                    });
            signal.getMethod("handle", signal, type)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this Java has no sun.misc.Signal", missing);
        }
    }
}
