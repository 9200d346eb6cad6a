package io.qnsp.hsm.testing.vault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.SslContextBuilder;
import reactor.netty.http.client.HttpClient;

/** A certificate for {@code localhost} and all below it, made with the JDK's keytool. */
final class TestCertificate {

	private static final char[] PASSWORD = "only-for-tests".toCharArray();

	private static final String ALIAS = "fake";

	private final KeyStore store;

	TestCertificate() {
		try {
			Path folder = Files.createTempDirectory("fake-cloud");
			Path file = folder.resolve("keys.p12");
			keytool(file);
			this.store = KeyStore.getInstance("PKCS12");
			try (InputStream in = Files.newInputStream(file)) {
				this.store.load(in, PASSWORD);
			}
			Files.delete(file);
			Files.delete(folder);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("the certificate could not be made", ex);
		}
	}

	private static void keytool(Path file) throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", ALIAS, "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=localhost", "-ext",
				"san=dns:localhost,dns:*.localhost", "-validity", "2", "-storetype", "PKCS12", "-keystore",
				file.toString(), "-storepass", new String(PASSWORD));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			if (process.waitFor() != 0) {
				throw new IllegalStateException("keytool failed: " + output);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted", ex);
		}
	}

	SSLContext server() {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(this.store, PASSWORD);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), null, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	HttpClient trustedBy(HttpClient client) {
		return client.secure((spec) -> {
			try {
				spec.sslContext(SslContextBuilder.forClient().trustManager(certificate()).build());
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	X509Certificate certificate() {
		try {
			return (X509Certificate) this.store.getCertificate(ALIAS);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	byte[] pem() {
		try {
			return (block("PRIVATE KEY", this.store.getKey(ALIAS, PASSWORD).getEncoded())
					+ block("CERTIFICATE", certificate().getEncoded()))
				.getBytes(StandardCharsets.US_ASCII);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String block(String what, byte[] der) {
		String text = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(der);
		return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
	}

}
