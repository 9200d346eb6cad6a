package io.qnsp.hsm.testing.vault;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A key of a {@link FakeVault}: what it does, the JDK does. */
final class FakeKey {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final SecureRandom RANDOM = new SecureRandom();

	private final JsonNode request;

	private final @Nullable KeyPair pair;

	private final byte[] secret;

	private FakeKey(JsonNode request, @Nullable KeyPair pair, byte[] secret) {
		this.request = request;
		this.pair = pair;
		this.secret = secret;
	}

	static FakeKey make(JsonNode request) throws GeneralSecurityException {
		return switch (request.get("kty").asText()) {
			case "oct-HSM" -> {
				byte[] secret = new byte[request.get("key_size").asInt() / 8];
				RANDOM.nextBytes(secret);
				yield new FakeKey(request, null, secret);
			}
			case "RSA-HSM" -> {
				KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
				generator.initialize(request.get("key_size").asInt());
				yield new FakeKey(request, generator.generateKeyPair(), new byte[0]);
			}
			case "EC-HSM" -> {
				KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
				generator.initialize(new ECGenParameterSpec(request.get("crv").asText().replace("P-", "secp") + "r1"));
				yield new FakeKey(request, generator.generateKeyPair(), new byte[0]);
			}
			default -> throw new IllegalArgumentException("kty");
		};
	}

	byte[] secret() {
		return this.secret.clone();
	}

	ObjectNode jwk(String kid) {
		ObjectNode jwk = JSON.createObjectNode().put("kid", kid).put("kty", this.request.get("kty").asText());
		jwk.set("key_ops", this.request.get("key_ops"));
		if (this.pair != null && this.pair.getPublic() instanceof RSAPublicKey rsa) {
			jwk.put("n", text(unsigned(rsa.getModulus(), (rsa.getModulus().bitLength() + 7) / 8)));
			jwk.put("e", text(rsa.getPublicExponent().toByteArray()));
		}
		else if (this.pair != null && this.pair.getPublic() instanceof ECPublicKey ec) {
			int bytes = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
			jwk.put("crv", this.request.get("crv").asText());
			jwk.put("x", text(unsigned(ec.getW().getAffineX(), bytes)));
			jwk.put("y", text(unsigned(ec.getW().getAffineY(), bytes)));
		}
		return jwk;
	}

	JsonNode operate(String operation, JsonNode body) throws GeneralSecurityException {
		String needed = switch (operation) {
			case "wrapkey" -> "wrapKey";
			case "unwrapkey" -> "unwrapKey";
			default -> operation;
		};
		boolean allowed = false;
		for (JsonNode each : this.request.get("key_ops")) {
			allowed = allowed || each.asText().equals(needed);
		}
		if (!allowed) {
			throw new IllegalArgumentException("key_ops");
		}
		String algorithm = body.get("alg").asText();
		ObjectNode answer = JSON.createObjectNode().put("kid", "as asked for");
		return switch (operation) {
			case "sign" -> answer.put("value", text(sign(algorithm, bytes(body, "value"))));
			case "verify" -> answer.put("value", verify(algorithm, bytes(body, "digest"), bytes(body, "value")));
			case "wrapkey" ->
				answer.put("value", text(cipher(Cipher.ENCRYPT_MODE, algorithm).doFinal(bytes(body, "value"))));
			case "unwrapkey" ->
				answer.put("value", text(cipher(Cipher.DECRYPT_MODE, algorithm).doFinal(bytes(body, "value"))));
			case "encrypt" -> seal(answer, algorithm, body);
			case "decrypt" -> answer.put("value", text(open(algorithm, body)));
			default -> throw new IllegalArgumentException(operation);
		};
	}

	private byte[] sign(String algorithm, byte[] digest) throws GeneralSecurityException {
		requireDigest(algorithm, digest);
		if (algorithm.startsWith("PS")) {
			byte[] encoded = FakePss.encode(hash(algorithm), digest, modulus().bitLength() - 1);
			return raw(Cipher.DECRYPT_MODE, encoded);
		}
		Signature signature = signature(algorithm);
		signature.initSign(pair().getPrivate());
		signature.update(input(algorithm, digest));
		return signature.sign();
	}

	private boolean verify(String algorithm, byte[] digest, byte[] value) throws GeneralSecurityException {
		requireDigest(algorithm, digest);
		if (algorithm.startsWith("PS")) {
			return FakePss.verify(hash(algorithm), digest, raw(Cipher.ENCRYPT_MODE, value), modulus().bitLength() - 1);
		}
		Signature signature = signature(algorithm);
		signature.initVerify(pair().getPublic());
		signature.update(input(algorithm, digest));
		return signature.verify(value);
	}

	private static Signature signature(String algorithm) throws GeneralSecurityException {
		return Signature.getInstance(algorithm.startsWith("RS") ? "NONEwithRSA" : "NONEwithECDSAinP1363Format");
	}

	private static byte[] input(String algorithm, byte[] digest) {
		if (!algorithm.startsWith("RS")) {
			return digest;
		}
		byte[] info = java.util.HexFormat.of().parseHex(switch (algorithm) {
			case "RS256" -> "3031300d060960864801650304020105000420";
			case "RS384" -> "3041300d060960864801650304020205000430";
			default -> "3051300d060960864801650304020305000440";
		});
		byte[] both = Arrays.copyOf(info, info.length + digest.length);
		System.arraycopy(digest, 0, both, info.length, digest.length);
		return both;
	}

	private void requireDigest(String algorithm, byte[] digest) {
		String curve = switch (algorithm) {
			case "ES256" -> "P-256";
			case "ES384" -> "P-384";
			case "ES512" -> "P-521";
			default -> "";
		};
		boolean fits = curve.isEmpty() ? modulus().bitLength() > 0 : curve.equals(this.request.path("crv").asText());
		if (!fits || digest.length != Integer.parseInt(algorithm.substring(2)) / 8) {
			throw new IllegalArgumentException("digest");
		}
	}

	private byte[] raw(int mode, byte[] input) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding");
		cipher.init(mode, (mode == Cipher.DECRYPT_MODE) ? pair().getPrivate() : pair().getPublic());
		return cipher.doFinal(input);
	}

	private Cipher cipher(int mode, String algorithm) throws GeneralSecurityException {
		if (algorithm.equals("A" + this.secret.length * 8 + "KW")) {
			Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
			cipher.init(mode, new SecretKeySpec(this.secret, "AES"));
			return cipher;
		}
		MGF1ParameterSpec hash = switch (algorithm) {
			case "RSA-OAEP" -> MGF1ParameterSpec.SHA1;
			case "RSA-OAEP-256" -> MGF1ParameterSpec.SHA256;
			default -> throw new IllegalArgumentException("alg");
		};
		Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
		cipher.init(mode, (mode == Cipher.DECRYPT_MODE) ? pair().getPrivate() : pair().getPublic(),
				new OAEPParameterSpec(hash.getDigestAlgorithm(), "MGF1", hash, PSource.PSpecified.DEFAULT));
		return cipher;
	}

	private ObjectNode seal(ObjectNode answer, String algorithm, JsonNode body) throws GeneralSecurityException {
		byte[] iv = new byte[12];
		RANDOM.nextBytes(iv);
		byte[] sealed = gcm(Cipher.ENCRYPT_MODE, algorithm, iv, body).doFinal(bytes(body, "value"));
		return answer.put("value", text(Arrays.copyOf(sealed, sealed.length - 16)))
			.put("iv", text(iv))
			.put("tag", text(Arrays.copyOfRange(sealed, sealed.length - 16, sealed.length)));
	}

	private byte[] open(String algorithm, JsonNode body) throws GeneralSecurityException {
		byte[] content = bytes(body, "value");
		byte[] tag = bytes(body, "tag");
		byte[] sealed = Arrays.copyOf(content, content.length + tag.length);
		System.arraycopy(tag, 0, sealed, content.length, tag.length);
		return gcm(Cipher.DECRYPT_MODE, algorithm, bytes(body, "iv"), body).doFinal(sealed);
	}

	private Cipher gcm(int mode, String algorithm, byte[] iv, JsonNode body) throws GeneralSecurityException {
		if (!algorithm.equals("A" + this.secret.length * 8 + "GCM")) {
			throw new IllegalArgumentException("alg");
		}
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, new SecretKeySpec(this.secret, "AES"), new GCMParameterSpec(128, iv));
		if (body.hasNonNull("aad")) {
			cipher.updateAAD(bytes(body, "aad"));
		}
		return cipher;
	}

	private static String hash(String algorithm) {
		return "SHA-" + algorithm.substring(2);
	}

	private KeyPair pair() {
		if (this.pair == null) {
			throw new IllegalArgumentException("kty");
		}
		return this.pair;
	}

	private BigInteger modulus() {
		return (pair().getPublic() instanceof RSAPublicKey rsa) ? rsa.getModulus() : BigInteger.ZERO;
	}

	private static byte[] bytes(JsonNode body, String name) {
		return Base64.getUrlDecoder().decode(body.get(name).asText());
	}

	private static String text(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static byte[] unsigned(BigInteger number, int length) {
		byte[] bytes = number.toByteArray();
		byte[] fixed = new byte[length];
		int count = Math.min(bytes.length, length);
		System.arraycopy(bytes, bytes.length - count, fixed, length - count, count);
		return fixed;
	}

}
