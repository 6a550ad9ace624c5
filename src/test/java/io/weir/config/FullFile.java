package io.weir.config;

/** A file that sets every key there is, each to something else than its default. */
final class FullFile {
    private FullFile() {}

    static final String TEXT = """
            weir {
              node { name = edge-1, data-dir = state }
              max-connections = 5000
              event-loops {
                count = 3
                transport = nio
                buffer-size = 16 KiB
                buffer-memory = 64 MiB
                pipe-size = 128 KiB
                pipes = 10
              }
              cluster {
                name = east
                bind = "10.0.0.1:17356"
                advertise = "203.0.113.9:17400"
                seeds = ["10.0.0.2:17355", "[fd00::3]:17355"]
              }
              admin {
                bind = "10.0.0.1:7700"
                hosts = ["Edge-1.example", "203.0.113.9"]
                tokens = [
                  { name = alice, role = admin, token = "0123456789abcdef0123456789abcdef" }
                  { name = grafana, role = operator, token-file = token.txt }
                ]
                tls { certificate = cert.pem, private-key = key.pem }
              }
              listeners {
                web {
                  bind = ["0.0.0.0:8080", "[::]:8080"]
                  pool = web
                  max-connections = 4000
                  backlog = 512
                  idle-timeout = 30m
                  fin-timeout = 10s
                  stall-timeout = 2m
                  max-age = 1d
                  max-age-jitter = 25%
                  refuse-with = fin
                  tcp { no-delay = off, keepalive { idle = 30s, interval = 5s, count = 9 } }
                }
                api { bind = "*:9090", pool = api, idle-timeout = off, tcp.keepalive = off }
              }
              pools {
                web {
                  algorithm = source-hash
                  balance-scope = node
                  backends = [
                    "192.0.2.1:80"
                    { address = "b.example:8081", id = b2, weight = 3, max-connections = 100, backup = on }
                  ]
                  max-connections = 900
                  max-connections-scope = node
                  health-check {
                    type = http
                    interval = 5s
                    fast-interval = 1s
                    down-interval = 10s
                    timeout = 2s
                    jitter = 20%
                    rise = 4
                    fall = 5
                    port = 8082
                    scope = node
                    owners = 2
                    http { path = "/healthz?full", host = "example.org", status = "200,204,300-302" }
                    send-expect { send = "PING\\r\\n", expect = "^\\\\+PONG", max-bytes = 64 B }
                    tls { server-name = check.example.org, verify = on }
                  }
                  outlier-detection { consecutive-failures = 7, ejection = 1m }
                  connect { timeout = 1s, attempts = 5, backoff = 100ms, total = 4s, source = ["10.0.0.1", "fd00::1"] }
                  when-all-down = try-all
                  resolve-interval = 1m
                }
                api {
                  backends = ["[2001:DB8::1]:443"]
                  health-check { type = send-expect, send-expect { send = "PING\\r\\n", expect = PONG } }
                }
              }
              shutdown { announce = 5s, drain = 20m, close-over = 1m }
              access-log { enabled = off, format = text, path = access.log, queue = 1000 }
              log { level = debug, format = json }
            }
            pekko.log-dead-letters = 3
            """;
}
