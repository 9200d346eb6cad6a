package io.qnsp.audit.delivery.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

/**
 * Whose certificates clusters may show: those that the machine trusts, and those of a
 * file.
 */
final class ClusterTrust {

	private ClusterTrust() {
	}

	/**
	 * Reads what is trusted.
	 * @param file PEM certificates, or {@code null} for the machine's alone
	 * @return the context of all connections
	 * @throws IllegalStateException when the file can't be read or holds no certificate
	 */
	static SSLContext context(@Nullable Path file) {
		try {
			KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
			trusted.load(null, null);
			int number = 0;
			for (Certificate certificate : Stream.concat(machine().stream(), of(file).stream()).toList()) {
				trusted.setCertificateEntry("trusted-" + number++, certificate);
			}
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init(trusted);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, factory.getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(
					"qnsp.streaming.kafka.truststore: %s can't be read (expected: a file of PEM certificates)"
						.formatted(file),
					ex);
		}
	}

	private static List<X509Certificate> machine() throws GeneralSecurityException {
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init((KeyStore) null);
		return Stream.of(factory.getTrustManagers())
			.filter(X509TrustManager.class::isInstance)
			.flatMap((trust) -> Stream.of(((X509TrustManager) trust).getAcceptedIssuers()))
			.toList();
	}

	private static Collection<? extends Certificate> of(@Nullable Path file)
			throws IOException, GeneralSecurityException {
		if (file == null) {
			return List.of();
		}
		try (InputStream content = Files.newInputStream(file)) {
			Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
				.generateCertificates(content);
			if (found.isEmpty()) {
				throw new IOException("no certificate in it");
			}
			return new ArrayList<>(found);
		}
	}

}
