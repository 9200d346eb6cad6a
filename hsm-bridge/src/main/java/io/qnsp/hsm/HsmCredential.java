package io.qnsp.hsm;

import java.util.Arrays;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What opens an HSM. Asked for when it is needed and wiped right after; the bridge keeps
 * none. {@code toString} tells nothing but the kind.
 */
public sealed interface HsmCredential extends AutoCloseable {

	@Override
	void close();

	/** Where the credential comes from, each time it is needed. */
	@FunctionalInterface
	interface Source {

		/**
		 * Unwraps the credential.
		 * @return the credential; the bridge closes it
		 */
		Mono<HsmCredential> open();

	}

	/** The user PIN of a PKCS#11 token. */
	final class Pin implements HsmCredential {

		private final byte[] pin;

		/**
		 * Takes over an array.
		 * @param pin UTF-8; overwritten on close
		 */
		public Pin(byte[] pin) {
			this.pin = pin;
		}

		/**
		 * Lends the PIN.
		 * @param reader must neither keep nor change it
		 * @return what the reader returned
		 */
		public <T extends @Nullable Object> T read(Function<byte[], T> reader) {
			return reader.apply(this.pin);
		}

		@Override
		public void close() {
			Arrays.fill(this.pin, (byte) 0);
		}

		@Override
		public String toString() {
			return "Pin[]";
		}

	}

	/** A secret of an application that a vault knows. */
	final class ClientSecret implements HsmCredential {

		private final String directory;

		private final String client;

		private final byte[] secret;

		/**
		 * Takes over an array.
		 * @param directory the id of the Entra ID tenant
		 * @param client the application's id
		 * @param secret UTF-8; overwritten on close
		 */
		public ClientSecret(String directory, String client, byte[] secret) {
			this.directory = directory;
			this.client = client;
			this.secret = secret;
		}

		/**
		 * The Entra ID tenant.
		 * @return its id
		 */
		public String directory() {
			return this.directory;
		}

		/**
		 * The application.
		 * @return its id
		 */
		public String client() {
			return this.client;
		}

		/**
		 * Lends the secret.
		 * @param reader must neither keep nor change it
		 * @return what the reader returned
		 */
		public <T extends @Nullable Object> T read(Function<byte[], T> reader) {
			return reader.apply(this.secret);
		}

		@Override
		public void close() {
			Arrays.fill(this.secret, (byte) 0);
		}

		@Override
		public String toString() {
			return "ClientSecret[]";
		}

	}

	/** A certificate with its private key that a vault knows. */
	final class ClientCertificate implements HsmCredential {

		private final String directory;

		private final String client;

		private final byte[] pem;

		/**
		 * Takes over an array.
		 * @param directory the id of the Entra ID tenant
		 * @param client the application's id
		 * @param pem certificate and private key, PEM; overwritten on close
		 */
		public ClientCertificate(String directory, String client, byte[] pem) {
			this.directory = directory;
			this.client = client;
			this.pem = pem;
		}

		/**
		 * The Entra ID tenant.
		 * @return its id
		 */
		public String directory() {
			return this.directory;
		}

		/**
		 * The application.
		 * @return its id
		 */
		public String client() {
			return this.client;
		}

		/**
		 * Lends certificate and key.
		 * @param reader must neither keep nor change it
		 * @return what the reader returned
		 */
		public <T extends @Nullable Object> T read(Function<byte[], T> reader) {
			return reader.apply(this.pem);
		}

		@Override
		public void close() {
			Arrays.fill(this.pem, (byte) 0);
		}

		@Override
		public String toString() {
			return "ClientCertificate[]";
		}

	}

	/**
	 * The identity that the cloud gives the machine.
	 *
	 * @param client the id of a user-assigned identity, null for the machine's own
	 */
	record ManagedIdentity(@Nullable String client) implements HsmCredential {

		@Override
		public void close() {
			// holds nothing secret
		}

	}

}
