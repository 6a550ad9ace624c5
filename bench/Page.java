import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A server of one page, as cheap as can be: {@code java Page PORT BYTES}. What reads of it cost connections is what the
 * reading itself does on a shared machine, whoever answers. It ends when its standard input does.
 */
final class Page {
    private Page() {}

    public static void main(String[] args) throws IOException {
        ServerSocket server = new ServerSocket(Integer.parseInt(args[0]), 16, InetAddress.getLoopbackAddress());
        int bytes = Integer.parseInt(args[1]);
        byte[] answer = ("HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n" + "x".repeat(bytes))
                .getBytes(StandardCharsets.US_ASCII);
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                try (Socket socket = server.accept()) {
                    serve(socket, answer);
                } catch (IOException e) {
                    continue;
                }
            }
        });
        System.out.println("ready");
        while (System.in.read() >= 0) {}
    }

    private static void serve(Socket socket, byte[] answer) throws IOException {
        socket.setTcpNoDelay(true);
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                socket.getOutputStream().write(answer);
            }
        }
    }

    /** Starts one as a process of its own. */
    static Process start(Options options, int port, int bytes) throws IOException {
        Process page = new ProcessBuilder(
                        "taskset",
                        "-c",
                        options.cpus,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "Page",
                        "" + port,
                        "" + bytes)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        page.inputReader().readLine();
        return page;
    }
}
