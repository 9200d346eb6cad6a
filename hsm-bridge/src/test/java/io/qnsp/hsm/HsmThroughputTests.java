package io.qnsp.hsm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.binding.Attribute;
import io.qnsp.hsm.binding.AttributeType;
import io.qnsp.hsm.binding.Cryptoki;
import io.qnsp.hsm.binding.CryptokiSession;
import io.qnsp.hsm.binding.Mechanism;
import io.qnsp.hsm.binding.MechanismType;
import io.qnsp.hsm.binding.ObjectClass;
import io.qnsp.hsm.testing.SoftToken;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the bridge costs: ECDSA P-256 signatures through it, beside loops that call the
 * same token with the same key directly, in turns.
 */
class HsmThroughputTests {

	private static final byte[] MESSAGE = "the message".getBytes(StandardCharsets.UTF_8);

	private static final int CALLS = 10_000;

	private static final int ROUNDS = 8;

	private static final int WARM_UP = 3;

	@Test
	void theBridgeSignsAtASpeedCloseToDirectLoops() throws Exception {
		SoftToken token = SoftToken.take();
		try (TestBridge bridge = TestBridge.to("softhsm", SoftToken.library());
				ExecutorService threads = Executors.newFixedThreadPool(2)) {
			HsmConnection hsm = bridge.open("softhsm", token);
			HsmKey key = HsmOperationsTests.create(hsm, HsmKeyAlgorithm.EC_P256, Use.SIGN);
			Cryptoki cryptoki = Cryptoki.load(SoftToken.library());
			List<Double> ratios = new ArrayList<>();
			for (int round = 0; round < ROUNDS; round++) {
				double one = direct(threads, 1, cryptoki, token, key);
				double two = direct(threads, 2, cryptoki, token, key);
				double through = through(hsm, key);
				ratios.add(through / one);
				System.out.printf("ECDSA P-256: %.0f/s in a direct loop, %.0f/s in two, %.0f/s through the bridge:"
						+ " ratios %.2f and %.2f%n", one, two, through, through / one, through / two);
			}
			assertThat(median(ratios.subList(WARM_UP, ROUNDS))).isGreaterThan(0.85);
		}
	}

	private static double direct(ExecutorService threads, int loops, Cryptoki cryptoki, SoftToken token, HsmKey key)
			throws Exception {
		long start = System.nanoTime();
		Callable<Integer> loop = () -> loop(CALLS / loops, cryptoki, token, key);
		for (Future<Integer> each : threads.invokeAll(Collections.nCopies(loops, loop))) {
			assertThat(each.get()).isEqualTo(CALLS / loops);
		}
		return CALLS * 1e9 / (System.nanoTime() - start);
	}

	// As the bridge does it: hash, then sign.
	private static int loop(int calls, Cryptoki cryptoki, SoftToken token, HsmKey key) throws Exception {
		CryptokiSession session = cryptoki.open(token.slotId());
		long handle = session.find(List.of(Attribute.of(AttributeType.CLASS, ObjectClass.PRIVATE_KEY.value()),
				new Attribute(AttributeType.ID, HexFormat.of().parseHex(key.reference()))), 1)
			.getFirst();
		int signed = 0;
		for (int i = 0; i < calls; i++) {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(MESSAGE);
			signed += session.sign(new Mechanism.Plain(MechanismType.ECDSA), handle, hash).length / 64;
		}
		session.close();
		return signed;
	}

	private static double through(HsmConnection hsm, HsmKey key) {
		long start = System.nanoTime();
		Long signed = Flux.range(0, CALLS)
			.flatMap((i) -> hsm.sign(key, HsmSignatureScheme.ECDSA_SHA256, MESSAGE), 64)
			.count()
			.block(TestBridge.PATIENCE);
		assertThat(signed).isEqualTo(CALLS);
		return CALLS * 1e9 / (System.nanoTime() - start);
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
	}

}
