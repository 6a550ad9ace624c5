package io.weir.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Prometheus of its own that scrapes and judges once a second. Any thread. */
public final class PrometheusProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("msg=\"Listening on\" address=(\\S+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path output;

    private PrometheusProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param rules the text of a file of rules
     * @param targets what it scrapes, as the job {@code weir}
     * @param guarded what it scrapes with a token, as the job {@code guarded}, and without, as the job {@code locked}
     * @param token for that
     * @return the running process
     */
    public static PrometheusProcess start(
            String rules, List<InetSocketAddress> targets, InetSocketAddress guarded, String token) throws IOException {
        Path folder = Files.createTempDirectory("weir-prometheus");
        Files.writeString(folder.resolve("rules.yml"), rules);
        Files.writeString(folder.resolve("token"), token);
        Path config =
                Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: [rules.yml]
                scrape_configs:
                  - job_name: weir
                    static_configs: [{targets: [%1$s]}]
                  - job_name: guarded
                    authorization: {credentials_file: token}
                    static_configs: [{targets: [%2$s]}]
                  - job_name: locked
                    static_configs: [{targets: [%2$s]}]
                """.formatted(all(targets), all(List.of(guarded))));
        Path output = folder.resolve("output");
        PrometheusProcess started = new PrometheusProcess(
                Program.PROMETHEUS.start(
                        output,
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:0"),
                output);
        try {
            Patience.until("Prometheus to answer", 20).until(started::ready);
        } catch (RuntimeException e) {
            started.close();
            throw new AssertionError("Prometheus does not start; it wrote:\n" + Files.readString(output), e);
        }
        return started;
    }

    private static String all(List<InetSocketAddress> targets) {
        return targets.stream()
                .map(at -> "'%s:%d'".formatted(at.getHostString(), at.getPort()))
                .collect(Collectors.joining(", "));
    }

    private boolean ready() throws IOException {
        String text = Files.exists(output) ? Files.readString(output) : "";
        return text.contains("Server is ready to receive web requests");
    }

    /**
     * Asks its API.
     *
     * @param path below {@code /api/v1/}, and query
     * @return the {@code data} of the answer
     */
    public JsonNode get(String path) {
        try {
            Matcher at = LISTENING.matcher(Files.readString(output));
            if (!at.find()) {
                throw new AssertionError("Prometheus does not say where it listens");
            }
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://" + at.group(1) + "/api/v1/" + path))
                            .timeout(Patience.seconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode json = JSON.readTree(answer.body());
            if (!json.path("status").asText().equals("success")) {
                throw new AssertionError(path + ": " + answer.body());
            }
            return json.path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /**
     * Evaluates an expression now.
     *
     * @param expression in its query language
     * @return the series it gives
     */
    public JsonNode query(String expression) {
        return get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .path("result");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
