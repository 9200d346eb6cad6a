package io.qnsp.kms.byohsm.connection.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.kms.byohsm.HsmProvider;
import io.qnsp.kms.byohsm.connection.stored.ConnectionBody;
import io.qnsp.kms.byohsm.connection.stored.CredentialType;
import org.jspecify.annotations.Nullable;

/**
 * Credentials as they are sent and as they are sealed: one byte for the kind, then each
 * part with its length before it (4 bytes, big-endian).
 */
public final class CredentialForm {

	private static final SecretAccess OPENING = SecretAccess.because("credential of an HSM for its login");

	private static final String DATA = "connectionConfig.credentials.data";

	private static final int LONGEST_PIN = 255;

	private static final int LONGEST_NAME = 200;

	private static final int LONGEST_SECRET = 1000;

	private static final int LONGEST_PEM = 32 * 1024;

	private CredentialForm() {
	}

	/**
	 * Reads what a caller sent.
	 * @param provider whom it is for
	 * @param sent what was sent
	 * @return the credential; the caller closes it
	 * @throws QnspException a 400 that names the field and never the value
	 */
	public static HsmCredential read(HsmProvider provider, ConnectionBody.@Nullable Credentials sent) {
		if (sent == null || sent.type() == null) {
			throw QnspException.badRequest("connectionConfig.credentials.type", "missing (expected: api_key%s)"
				.formatted(provider.isVault() ? ", certificate, managed_identity" : ""));
		}
		Map<String, Object> data = (sent.data() != null) ? sent.data() : Map.of();
		if (!provider.isVault()) {
			if (sent.type() != CredentialType.API_KEY) {
				throw QnspException.unprocessable("connectionConfig.credentials.type",
						"%s for %s (expected: api_key with data {\"pin\": ...})".formatted(sent.type().wireName(),
								provider.wireName()));
			}
			Fields fields = new Fields(data, "pin");
			byte[] pin = fields.required("pin", LONGEST_PIN);
			fields.done();
			return new HsmCredential.Pin(pin);
		}
		return switch (sent.type()) {
			case API_KEY -> {
				Fields fields = new Fields(data, "tenantId", "clientId", "clientSecret");
				String directory = text(fields.required("tenantId", LONGEST_NAME));
				String client = text(fields.required("clientId", LONGEST_NAME));
				byte[] secret = fields.required("clientSecret", LONGEST_SECRET);
				fields.done();
				yield new HsmCredential.ClientSecret(directory, client, secret);
			}
			case CERTIFICATE -> {
				Fields fields = new Fields(data, "tenantId", "clientId", "certificate");
				String directory = text(fields.required("tenantId", LONGEST_NAME));
				String client = text(fields.required("clientId", LONGEST_NAME));
				byte[] pem = fields.required("certificate", LONGEST_PEM);
				fields.done();
				yield new HsmCredential.ClientCertificate(directory, client, pem);
			}
			case MANAGED_IDENTITY -> {
				Fields fields = new Fields(data, "clientId");
				byte[] client = (data.get("clientId") != null) ? fields.required("clientId", LONGEST_NAME) : null;
				fields.done();
				yield new HsmCredential.ManagedIdentity((client != null) ? text(client) : null);
			}
		};
	}

	/**
	 * What is sealed.
	 * @param credential the credential; stays open
	 * @return its bytes; the caller closes them
	 */
	static SecretBytes encode(HsmCredential credential) {
		return switch (credential) {
			case HsmCredential.Pin pin -> pin.read((bytes) -> encoded(1, bytes));
			case HsmCredential.ClientSecret secret ->
				secret.read((bytes) -> encoded(2, bytes(secret.directory()), bytes(secret.client()), bytes));
			case HsmCredential.ClientCertificate certificate -> certificate
				.read((bytes) -> encoded(3, bytes(certificate.directory()), bytes(certificate.client()), bytes));
			case HsmCredential.ManagedIdentity identity ->
				(identity.client() != null) ? encoded(4, bytes(identity.client())) : encoded(5);
		};
	}

	private static SecretBytes encoded(int kind, byte[]... parts) {
		int length = 1 + Arrays.stream(parts).mapToInt((part) -> Integer.BYTES + part.length).sum();
		ByteBuffer buffer = ByteBuffer.allocate(length).put((byte) kind);
		for (byte[] part : parts) {
			buffer.putInt(part.length).put(part);
		}
		return SecretBytes.takeOver(buffer.array());
	}

	/**
	 * Reads what was sealed.
	 * @param sealed what {@link #encode} made; stays open
	 * @return the credential; the caller closes it
	 */
	static HsmCredential decode(SecretBytes sealed) {
		return sealed.read(OPENING, (bytes) -> {
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			byte kind = buffer.get();
			return switch (kind) {
				case 1 -> new HsmCredential.Pin(part(buffer));
				case 2 -> new HsmCredential.ClientSecret(text(part(buffer)), text(part(buffer)), part(buffer));
				case 3 -> new HsmCredential.ClientCertificate(text(part(buffer)), text(part(buffer)), part(buffer));
				case 4 -> new HsmCredential.ManagedIdentity(text(part(buffer)));
				case 5 -> new HsmCredential.ManagedIdentity(null);
				default -> throw new IllegalStateException("credential of kind " + kind + " (expected: 1..5)");
			};
		});
	}

	private static byte[] part(ByteBuffer buffer) {
		byte[] part = new byte[buffer.getInt()];
		buffer.get(part);
		return part;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/** The fields of {@code data}; problems are collected and never repeat a value. */
	private static final class Fields {

		private static final byte[] NONE = {};

		private final Map<String, Object> data;

		private final FieldProblems problems = new FieldProblems();

		Fields(Map<String, Object> data, String... names) {
			this.data = data;
			Set<String> unknown = new HashSet<>(data.keySet());
			unknown.removeAll(Set.of(names));
			if (!unknown.isEmpty()) {
				this.problems.add("%s: %d unknown fields (expected: %s)".formatted(DATA, unknown.size(),
						String.join(", ", names)));
			}
		}

		byte[] required(String name, int longest) {
			Object value = this.data.get(name);
			if (value instanceof String text && !text.isBlank()) {
				byte[] bytes = bytes(text);
				if (bytes.length <= longest) {
					return bytes;
				}
				this.problems.add("%s.%s: %d bytes (expected: 1..%d)".formatted(DATA, name, bytes.length, longest));
				return NONE;
			}
			this.problems.add("%s.%s: missing or no text (expected: 1..%d bytes)".formatted(DATA, name, longest));
			return NONE;
		}

		void done() {
			this.problems.throwIfAny();
		}

	}

}
