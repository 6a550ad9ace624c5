package io.weir.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What is said of a node whose certificate is not accepted: by whoever can mend it, and nothing of Java's classes. */
class CausesTest {
    private static final String ADVICE = "--ca FILE or WEIR_CA";

    private static String said(Throwable cause) {
        SSLHandshakeException failure = new SSLHandshakeException("PKIX path validation failed: java.security.cert.X");
        failure.initCause(new CertificateException("java.security.cert.Y", cause));
        return Causes.of(new Target("https://10.0.0.1:7626"), failure);
    }

    private static CertPathValidatorException invalid(Throwable cause) {
        return new CertPathValidatorException("validity check failed", cause, null, -1, BasicReason.EXPIRED);
    }

    @Test
    void anExpiredCertificateIsRenewedThere() {
        assertThat(said(invalid(new CertificateExpiredException("NotAfter: then"))))
                .startsWith("https://10.0.0.1:7626 shows a certificate that has expired: renew it there")
                .doesNotContain(ADVICE, "java.");
    }

    @Test
    void oneOfTheFutureIsAMatterOfClocks() {
        assertThat(said(invalid(new CertificateNotYetValidException("NotBefore: then"))))
                .contains("not valid yet", "clocks")
                .doesNotContain(ADVICE, "java.");
    }

    @Test
    void oneOfAnotherNameIsCalledByThatName() {
        SSLHandshakeException failure = new SSLHandshakeException("(certificate_unknown)");
        failure.initCause(new CertificateException("No subject alternative names matching IP address 10.0.0.1 found"));
        assertThat(Causes.of(new Target("https://10.0.0.1:7626"), failure))
                .contains("of another name (No subject alternative names matching IP address 10.0.0.1 found)", "--url")
                .doesNotContain(ADVICE);
    }

    @Test
    void oneOfNobodyKnownNeedsThatSomebodyIsNamed() {
        assertThat(said(new CertPathBuilderException("unable to find valid certification path")))
                .contains("is not who it should be", ADVICE)
                .doesNotContain("java.");
    }
}
