package io.qnsp.hsm;

import java.util.Set;

import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.testing.SoftToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys that are looked for by their label.
 */
class HsmFindingTests {

	private final TestBridge bridge = TestBridge.to("soft", SoftToken.library());

	private final HsmConnection hsm = this.bridge.open("soft", SoftToken.take());

	@AfterEach
	void close() {
		this.bridge.close();
	}

	@Test
	void anAesKeyIsFoundByItsLabelAndUsable() {
		HsmKey made = make(HsmKeyAlgorithm.AES_256, "the key");
		make(HsmKeyAlgorithm.AES_256, "another key");
		HsmKey found = this.hsm.find(HsmKeyAlgorithm.AES_256, "the key").block();
		assertThat(found).isEqualTo(made);
		byte[] wrapped = this.hsm.wrap(made, HsmWrapScheme.AES_GCM, new byte[] { 7 }, new byte[0]).block();
		assertThat(this.hsm.unwrap(found, HsmWrapScheme.AES_GCM, wrapped, new byte[0]).block()).containsExactly(7);
	}

	@Test
	void thereIsNoKeyOfAnUnknownLabelOrADestroyedKey() {
		HsmKey made = make(HsmKeyAlgorithm.AES_256, "gone");
		this.hsm.destroy(made).block();
		StepVerifier.create(this.hsm.find(HsmKeyAlgorithm.AES_256, "gone")).verifyComplete();
		StepVerifier.create(this.hsm.find(HsmKeyAlgorithm.AES_256, "never")).verifyComplete();
	}

	@Test
	void aLabelOfSeveralKeysOrOfAnotherLengthIsRefused() {
		make(HsmKeyAlgorithm.AES_256, "twins");
		make(HsmKeyAlgorithm.AES_256, "twins");
		make(HsmKeyAlgorithm.AES_128, "short");
		refused(this.hsm.find(HsmKeyAlgorithm.AES_256, "twins"), Problem.REFUSED);
		refused(this.hsm.find(HsmKeyAlgorithm.AES_256, "short"), Problem.REFUSED);
		refused(this.hsm.find(HsmKeyAlgorithm.RSA_3072, "twins"), Problem.INVALID_INPUT);
	}

	private static void refused(Mono<HsmKey> search, Problem problem) {
		StepVerifier.create(search)
			.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(HsmException.class,
					(known) -> assertThat(known.problem()).isEqualTo(problem)));
	}

	private HsmKey make(HsmKeyAlgorithm algorithm, String label) {
		return this.hsm.create(new HsmKeyRequest(algorithm, Set.of(Use.ENCRYPT), label)).block();
	}

}
