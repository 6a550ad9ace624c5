package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Pems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate of the admin port, as a file names it. */
class IdentityTest {
    private static final String TEXT = """
            weir {
              admin {
                tls {
                  certificate = cert.pem
                  private-key = key.pem
                }
              }
            }
            """;

    @TempDir
    private Path directory;

    private Written written;

    @BeforeEach
    void file() {
        written = new Written(directory);
    }

    private List<String> problems(String certificate, String key) {
        written.file("cert.pem", certificate);
        written.file("key.pem", key);
        return switch (written.read(TEXT)) {
            case Outcome.Bad bad ->
                bad.problems().stream()
                        .map(problem -> problem.toString().replace(directory + "/", ""))
                        .toList();
            case Outcome _ -> List.of();
        };
    }

    @Test
    void eachKindOfKeyAndFormatWillDo() {
        for (Pems pems : List.of(Pems.rsa(), Pems.ec(), Pems.ed25519())) {
            assertThat(problems(pems.certificate(), pems.key())).as(pems.key()).isEmpty();
            assertThat(problems(pems.certificate(), pems.old())).as(pems.old()).isEmpty();
        }
        assertThat(Pems.rsa().old()).contains("BEGIN RSA PRIVATE KEY");
        assertThat(Pems.ec().old()).contains("BEGIN EC PRIVATE KEY");
    }

    @Test
    void bothMayBeInOneFileAndTextBetweenThem() {
        String all = "made by hand\n" + Pems.ec().old() + "\n\n" + Pems.ec().certificate()
                + Pems.rsa().certificate();
        assertThat(problems(all, all)).isEmpty();
    }

    @Test
    void whatIsOfNoUseIsNamedByLineFileAndReason() {
        Pems ec = Pems.ec();
        String place = "weir.conf:4: weir.admin.tls.certificate: ";
        assertThat(problems("certificate", ec.key()))
                .containsExactly(place + "cert.pem is no PEM file: it has no line -----BEGIN ...-----");
        assertThat(problems(ec.key(), ec.key()))
                .containsExactly(place + "cert.pem holds no certificate; allowed: -----BEGIN CERTIFICATE-----");
        assertThat(problems("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", ec.key()))
                .containsExactly(place + "cert.pem holds a certificate that is damaged");
        place = "weir.conf:5: weir.admin.tls.private-key: ";
        assertThat(problems(ec.certificate(), ec.certificate()))
                .containsExactly(place + "key.pem holds no private key; allowed: -----BEGIN PRIVATE KEY-----");
        assertThat(problems(ec.certificate(), Pems.otherEc().key()))
                .containsExactly(place + "key.pem is not the key of the certificate in cert.pem");
        assertThat(problems(ec.certificate(), Pems.rsa().key()))
                .containsExactly(place
                        + "key.pem holds a key that is damaged or of another kind than the certificate's, which is EC");
        assertThat(problems(ec.certificate(), Pems.rsa().old())).hasSize(1);
    }

    @Test
    void aSignerBeforeTheServersOwnCertificateIsCalledThat() {
        for (Pems signer : List.of(Pems.otherEc(), Pems.rsa())) {
            assertThat(problems(
                            signer.certificate() + Pems.ec().certificate(),
                            Pems.ec().key()))
                    .containsExactly(
                            "weir.conf:4: weir.admin.tls.certificate: cert.pem does not begin with the certificate"
                                    + " of the key, which comes later in it; allowed: first that one, then what it is signed by");
        }
        assertThat(problems(
                        Pems.ec().certificate() + Pems.rsa().certificate(),
                        Pems.otherEc().key()))
                .containsExactly(
                        "weir.conf:5: weir.admin.tls.private-key: key.pem is not the key of the certificate in cert.pem");
    }

    @Test
    void aCertificateThatClientsRefuseForItsTimeIsAWarning() {
        Pems ec = Pems.ec();
        written.file("cert.pem", ec.certificate());
        written.file("key.pem", ec.key());
        String place = "weir.conf:4: weir.admin.tls.certificate: cert.pem holds a certificate that ";
        Instant now = Instant.now();
        assertThat(warnings(now)).noneMatch(warning -> warning.contains("certificate"));
        assertThat(warnings(now.plus(31, ChronoUnit.DAYS)))
                .anyMatch(warning -> warning.startsWith(place + "has expired at "));
        assertThat(warnings(now.minus(31, ChronoUnit.DAYS)))
                .anyMatch(warning -> warning.startsWith(place + "is not valid before "));
    }

    private List<String> warnings(Instant now) {
        Host host = new Host("box", 1, 10_000, 1L << 30, now, Map.of());
        Outcome.Good good = (Outcome.Good) ConfigFile.read(written.file("weir.conf", TEXT), host);
        return good.warnings().stream()
                .map(warning -> warning.toString().replace(directory + "/", ""))
                .toList();
    }

    @Test
    void aKeyWithAPassphraseIsRefused() throws IOException {
        written.file("plain.pem", Pems.rsa().key());
        for (String format : List.of("pkcs8 -topk8", "rsa -traditional -aes128")) {
            Pems.run(format + " -in " + directory.resolve("plain.pem") + " -out " + directory.resolve("locked.pem")
                    + " -passout pass:secret");
            String locked = Files.readString(directory.resolve("locked.pem"));
            assertThat(problems(Pems.rsa().certificate(), locked))
                    .as(format)
                    .containsExactly(
                            "weir.conf:5: weir.admin.tls.private-key: key.pem holds an encrypted key; allowed: one"
                                    + " without a passphrase");
        }
    }
}
