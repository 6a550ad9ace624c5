package io.weir.probe;

import io.weir.health.Excuses;
import io.weir.model.CheckKind;
import io.weir.model.CheckTls;
import io.weir.model.DurationText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** One check over one blocking socket; used once, by one thread. */
final class SocketCheck {
    private final CheckSpec spec;
    private final ScheduledExecutorService deadlines;
    private final TlsContexts tls;
    private final Deadline deadline;
    private CheckStep step = CheckStep.CONNECT;

    SocketCheck(CheckSpec spec, ScheduledExecutorService deadlines, TlsContexts tls) {
        this.spec = spec;
        this.deadlines = deadlines;
        this.tls = tls;
        this.deadline = Deadline.in(spec.timeout());
    }

    ProbeResult run() {
        try (Socket socket = new Socket()) {
            // Every end but an orderly one is a reset: a check every two seconds must not leave sockets in TIME_WAIT.
            socket.setSoLinger(true, 0);
            ScheduledFuture<?> guard =
                    deadlines.schedule(() -> abort(socket), deadline.leftNanos(), TimeUnit.NANOSECONDS);
            try {
                return over(socket);
            } finally {
                guard.cancel(false);
            }
        } catch (Unexpected answer) {
            return failed(answer.code(), answer.text());
        } catch (Deadline.Passed | SocketTimeoutException late) {
            return late();
        } catch (IOException broken) {
            return deadline.isPassed() ? late() : broken(broken);
        }
    }

    private ProbeResult over(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(spec.address(), deadline.leftMillis());
        if (spec.address().equals(socket.getLocalSocketAddress())) {
            throw new ConnectException("Connection refused: nobody listens, and the check met itself");
        }
        CheckTls secure = spec.tls();
        if (secure == null) {
            return talk(socket, CheckStep.CONNECT);
        }
        step = CheckStep.TLS;
        return talk(tls.handshake(socket, secure, spec.name()), CheckStep.TLS);
    }

    private ProbeResult talk(Socket socket, CheckStep reached) throws IOException {
        return switch (spec.kind()) {
            case CheckKind.None none -> passed(reached, "not checked");
            case CheckKind.Tcp tcp -> passed(reached, reached == CheckStep.TLS ? "TLS handshake done" : "connected");
            case CheckKind.Http http -> {
                send(socket, HttpStatus.request(http, spec.host()));
                step = CheckStep.STATUS;
                String status = HttpStatus.read(socket.getInputStream(), http);
                yield orderly(socket, status);
            }
            case CheckKind.SendExpect script -> {
                send(socket, script.send().getBytes(StandardCharsets.UTF_8));
                step = CheckStep.EXPECT;
                String seen = Expectation.read(socket.getInputStream(), script, deadline);
                yield orderly(socket, seen);
            }
        };
    }

    private void send(Socket socket, byte[] bytes) throws IOException {
        step = CheckStep.SEND;
        if (bytes.length > 0) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }
    }

    /** A backend that has answered is left with a FIN: a reset would show as an error in its log. */
    private ProbeResult orderly(Socket socket, String seen) {
        ProbeResult result = passed(step, seen);
        try {
            socket.setSoLinger(false, 0);
            socket.close();
        } catch (IOException e) {
            // It has answered well before; how it takes the end says nothing about it.
        }
        return result;
    }

    private ProbeResult passed(CheckStep reached, String seen) {
        return new ProbeResult.Passed(reached.passed(), seen, deadline.spentNanos());
    }

    private ProbeResult failed(CheckCode code, String text) {
        return new ProbeResult.Failed(code, step, text, deadline.spentNanos());
    }

    private ProbeResult late() {
        String what = step == CheckStep.CONNECT ? "no answer" : "no good answer";
        var failed = new ProbeResult.Failed(
                step.late(), step, what + " within " + DurationText.of(spec.timeout()), deadline.spentNanos());
        Duration took = Duration.ofNanos(failed.tookNanos());
        return Excuses.isExcusable(took, spec.timeout()) ? overslept(failed, took) : failed;
    }

    private ProbeResult overslept(ProbeResult.Failed otherwise, Duration took) {
        Duration late = took.minus(spec.timeout());
        return new ProbeResult.Overslept(
                otherwise,
                "its time-out of " + DurationText.of(spec.timeout()) + " ended "
                        + DurationText.of(late.truncatedTo(ChronoUnit.MILLIS))
                        + " late, as this process did not get to run; the machine is too busy, or the process stood still");
    }

    private ProbeResult broken(IOException broken) {
        ProbeResult.NotMade ours = step == CheckStep.CONNECT ? SocketFaults.notMade(broken) : null;
        if (ours != null) {
            return ours;
        }
        boolean late = step == CheckStep.CONNECT && SocketFaults.isTimeout(broken);
        return failed(late ? step.late() : step.failed(), SocketFaults.text(broken));
    }

    private static void abort(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The check's own thread sees the socket closed or broken; there is nothing left to do here.
        }
    }

    /** The answer was read and is not the one wanted. */
    static final class Unexpected extends IOException {
        private static final long serialVersionUID = 1L;
        private final CheckCode code;
        private final String text;

        Unexpected(CheckCode code, String text) {
            super(text);
            this.code = code;
            this.text = text;
        }

        CheckCode code() {
            return code;
        }

        String text() {
            return text;
        }
    }
}
