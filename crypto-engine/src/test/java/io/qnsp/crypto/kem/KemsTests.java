package io.qnsp.crypto.kem;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.Vectors;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.agreement.X25519Agreement;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KemsTests {

	private static final SecretAccess TEST = SecretAccess.because("comparison in a test");

	private final Kems kems = TestEngine.ENGINE.kems();

	static Stream<Algorithm> algorithms() {
		return Stream.of(Algorithm.values()).filter((algorithm) -> algorithm.purposes().contains(Purpose.KEM));
	}

	@ParameterizedTest
	@MethodSource("algorithms")
	void recoversWhatWasEncapsulatedAtTheSizesOfTheCatalogue(Algorithm algorithm) {
		try (DecapsulationKey key = TestEngine.await(this.kems.generate(algorithm));
				Encapsulation made = TestEngine.await(this.kems.encapsulate(algorithm, key.publicKey()));
				SecretBytes recovered = TestEngine.await(this.kems.decapsulate(key, made.encapsulated()))) {
			assertThat(recovered).isEqualTo(made.secret());
			assertThat(key.publicKey()).hasSize(algorithm.sizes().publicKey());
			assertThat(made.encapsulated()).hasSize(algorithm.sizes().output());
			assertThat(recovered.length()).isGreaterThanOrEqualTo(32);
		}
	}

	@ParameterizedTest
	@MethodSource("algorithms")
	void recoversWithTheStoredKey(Algorithm algorithm) {
		try (DecapsulationKey key = TestEngine.await(this.kems.generate(algorithm));
				DecapsulationKey stored = TestEngine.await(this.kems.open(algorithm, key.secret(), key.publicKey()));
				Encapsulation made = TestEngine.await(this.kems.encapsulate(algorithm, key.publicKey()))) {
			key.close();
			try (SecretBytes recovered = TestEngine.await(this.kems.decapsulate(stored, made.encapsulated()))) {
				assertThat(recovered).isEqualTo(made.secret());
			}
			StepVerifier.create(this.kems.decapsulate(key, made.encapsulated()))
				.verifyError(IllegalStateException.class);
		}
	}

	@ParameterizedTest
	@MethodSource("algorithms")
	void encapsulatesManyTimesToADecodedKey(Algorithm algorithm) {
		try (DecapsulationKey key = TestEngine.await(this.kems.generate(algorithm))) {
			byte[] raw = key.publicKey();
			EncapsulationKey decoded = TestEngine.await(this.kems.encapsulationKey(algorithm, raw));
			Arrays.fill(raw, (byte) 0);
			assertThat(decoded.publicKey()).isEqualTo(key.publicKey());
			List<Boolean> recovered = Flux.range(0, 16)
				.flatMap((round) -> this.kems.encapsulate(decoded), 8)
				.concatMap((made) -> this.kems.decapsulate(key, made.encapsulated())
					.map((secret) -> secret.equals(made.secret())))
				.collectList()
				.block();
			assertThat(recovered).hasSize(16).containsOnly(true);
			assertThat(TestEngine.await(this.kems.encapsulate(decoded)).secret())
				.isNotEqualTo(TestEngine.await(this.kems.encapsulate(decoded)).secret());
			StepVerifier.create(this.kems.encapsulationKey(algorithm, new byte[7]))
				.verifyError(IllegalArgumentException.class);
			assertThat(decoded).hasToString("EncapsulationKey[" + algorithm + "]");
		}
	}

	@ParameterizedTest
	@MethodSource("algorithms")
	void neverRecoversFromAChangedOrCutEncapsulation(Algorithm algorithm) {
		try (DecapsulationKey key = TestEngine.await(this.kems.generate(algorithm));
				Encapsulation made = TestEngine.await(this.kems.encapsulate(algorithm, key.publicKey()))) {
			byte[] sent = made.encapsulated();
			for (int bit : new int[] { 8, 100, sent.length * 8 - 9 }) {
				byte[] changed = sent.clone();
				changed[bit / 8] ^= (byte) (1 << (bit % 8));
				SecretBytes other = this.kems.decapsulate(key, changed)
					.onErrorResume(DecryptionException.class, (refused) -> Mono.empty())
					.block();
				assertThat(made.secret().equals(other)).as("bit %s", bit).isFalse();
			}
			for (int length : new int[] { 0, 1, sent.length - 1, sent.length + 1 }) {
				StepVerifier.create(this.kems.decapsulate(key, Arrays.copyOf(sent, length)))
					.verifyError(DecryptionException.class);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("algorithms")
	void refusesAPublicKeyOfAnotherLength(Algorithm algorithm) {
		for (int length : new int[] { 0, 1, algorithm.sizes().publicKey() - 1, algorithm.sizes().publicKey() + 1 }) {
			StepVerifier.create(this.kems.encapsulate(algorithm, new byte[length]))
				.verifyError(IllegalArgumentException.class);
		}
	}

	@ParameterizedTest
	@MethodSource("algorithms")
	void refusesAPublicKeyOfOnesWhereThatIsNone(Algorithm algorithm) {
		if (algorithm.family() == Family.HQC || algorithm.family() == Family.XDH) {
			return;
		}
		byte[] ones = new byte[algorithm.sizes().publicKey()];
		Arrays.fill(ones, (byte) 0xff);
		StepVerifier.create(this.kems.encapsulate(algorithm, ones)).verifyError(IllegalArgumentException.class);
	}

	@Test
	void x25519MlKem768IsMlKemThenX25519SideBySide() {
		try (DecapsulationKey key = TestEngine.await(this.kems.generate(Algorithm.X25519_ML_KEM_768));
				Encapsulation made = TestEngine
					.await(this.kems.encapsulate(Algorithm.X25519_ML_KEM_768, key.publicKey()))) {
			byte[] secret = key.secret().toByteArray(TEST);
			byte[] first = new MLKEMExtractor(
					new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, Arrays.copyOf(secret, 64)))
				.extractSecret(Arrays.copyOf(made.encapsulated(), 1088));
			X25519Agreement agreement = new X25519Agreement();
			agreement.init(new X25519PrivateKeyParameters(secret, 64));
			byte[] second = new byte[32];
			agreement.calculateAgreement(new X25519PublicKeyParameters(made.encapsulated(), 1088), second, 0);
			byte[] both = made.secret().toByteArray(TEST);
			assertThat(Arrays.copyOf(both, 32)).isEqualTo(first);
			assertThat(Arrays.copyOfRange(both, 32, 64)).isEqualTo(second);
		}
	}

	@Test
	void agreesOverX25519AsEveryCaseOfWycheproofSays() {
		int run = 0;
		for (JsonNode group : Vectors.read("wycheproof/x25519_test.json").path("testGroups")) {
			for (JsonNode test : group.path("tests")) {
				X25519PrivateKeyParameters ours = new X25519PrivateKeyParameters(hex(test, "private"));
				byte[] shared = hex(test, "shared");
				if (Arrays.equals(shared, new byte[32])) {
					assertThatIllegalArgumentException()
						.isThrownBy(() -> X25519MlKem768.agree(ours, hex(test, "public")));
				}
				else {
					assertThat(X25519MlKem768.agree(ours, hex(test, "public"))).as("%s", test).isEqualTo(shared);
				}
				run++;
			}
		}
		assertThat(run).isEqualTo(518);
	}

	private static byte[] hex(JsonNode test, String field) {
		return HexFormat.of().parseHex(test.path(field).asString());
	}

	@Test
	void refusesX25519SharesOfSmallOrder() {
		Vectors.read("wycheproof/x25519_test.json")
			.path("testGroups")
			.forEach((group) -> group.path("tests").forEach((test) -> {
				if (test.path("shared").asString().matches("0+")) {
					byte[] share = HexFormat.of().parseHex(test.path("public").asString());
					StepVerifier.create(this.kems.encapsulate(Algorithm.X25519, share))
						.verifyError(IllegalArgumentException.class);
				}
			}));
	}

}
