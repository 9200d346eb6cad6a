package io.qnsp.app.signing;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.sql.Transactions;
import io.qnsp.core.tenant.PlatformTenant;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.keyring.Keyring;
import io.qnsp.crypto.keyring.RootKey;
import io.qnsp.crypto.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class PlatformKeysIT {

	private static final byte[] MESSAGE = "signed".getBytes(StandardCharsets.UTF_8);

	private final String purpose = "test." + UUID.randomUUID();

	@Autowired
	private PlatformKeys keys;

	@Autowired
	private PlatformKeyRepository repository;

	@Autowired
	@Qualifier("systemTransactions")
	private Transactions transactions;

	@Autowired
	private CryptoEngine engine;

	@Autowired
	private Keyring keyring;

	@Autowired
	private Journal journal;

	@Autowired
	private TestCalls calls;

	@Autowired
	private Ids ids;

	@Autowired
	private Clock clock;

	@Test
	void severalInstancesMakeOneKeyHoweverManySignAtOnce() {
		PlatformKeys other = instance(this.keyring);
		List<PlatformSignature> signatures = Objects.requireNonNull(Flux.range(0, 20)
			.flatMap((i) -> ((i % 2 == 0) ? this.keys : other).sign(this.purpose, MESSAGE))
			.collectList()
			.block());
		List<PlatformPublicKey> published = published();
		assertThat(published).hasSize(1);
		assertThat(signatures).hasSize(20).allSatisfy((signature) -> assertThat(verifies(signature)).isTrue());
		assertThat(this.calls.events(PlatformTenant.ID, "platform.signing_key.create"))
			.filteredOn((event) -> event.contains(published.getFirst().keyId().toString()))
			.hasSize(1);
		other.destroy();
	}

	@Test
	void theFirstLookAtThePublicKeyMakesIt() {
		PlatformPublicKey key = published().getFirst();
		assertThat(Objects.requireNonNull(this.keys.sign(this.purpose, MESSAGE).block()).keyId())
			.isEqualTo(key.keyId());
		assertThat(key.publicKey()).hasSize(1952);
	}

	@Test
	void anOldKeyVerifiesAfterARotation() {
		PlatformSignature before = Objects.requireNonNull(this.keys.sign(this.purpose, MESSAGE).block());
		this.keys.rotate(this.purpose).block();
		PlatformSignature after = Objects.requireNonNull(this.keys.sign(this.purpose, MESSAGE).block());
		assertThat(after.keyId()).isNotEqualTo(before.keyId());
		assertThat(published()).extracting(PlatformPublicKey::keyId).containsExactly(after.keyId(), before.keyId());
		assertThat(published().getLast().retiredAt()).isNotNull();
		assertThat(verifies(before)).isTrue();
		assertThat(verifies(after)).isTrue();
	}

	@Test
	void seedsAreWrappedAnewAfterTheRootKeyHasChanged() {
		PlatformKeys before = instance(this.engine.keyring(rootOf(51)));
		PlatformSignature signature = Objects.requireNonNull(before.sign(this.purpose, MESSAGE).block());
		instance(this.engine.keyring(rootOf(52), rootOf(51))).run().block();
		PlatformKeys after = instance(this.engine.keyring(rootOf(52)));
		assertThat(Objects.requireNonNull(after.sign(this.purpose, MESSAGE).block()).keyId())
			.isEqualTo(signature.keyId());
		StepVerifier.create(instance(this.engine.keyring(rootOf(51))).sign(this.purpose, MESSAGE)).verifyError();
	}

	private PlatformKeys instance(Keyring root) {
		return new PlatformKeys(this.repository, this.transactions, this.engine, root.wrapping(), this.journal,
				this.ids, this.clock);
	}

	private static RootKey rootOf(int value) {
		byte[] bytes = new byte[RootKey.BYTES];
		Arrays.fill(bytes, (byte) value);
		return RootKey.of(SecretBytes.takeOver(bytes));
	}

	private List<PlatformPublicKey> published() {
		return Objects.requireNonNull(this.keys.publicKeys(this.purpose).block());
	}

	private boolean verifies(PlatformSignature signature) {
		byte[] publicKey = published().stream()
			.filter((key) -> key.keyId().equals(signature.keyId()))
			.findFirst()
			.orElseThrow()
			.publicKey();
		return Boolean.TRUE.equals(
				this.engine.signatures().verify(PlatformKeys.ALGORITHM, publicKey, MESSAGE, signature.bytes()).block());
	}

}
