package io.qnsp.app.tenantkey;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestDatabase;
import io.qnsp.core.id.Ids;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import io.qnsp.core.tenantkey.SealedFor;
import io.qnsp.core.tenantkey.TenantKeyRewrap;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.keyring.Keyring;
import io.qnsp.crypto.keyring.RootKey;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class TenantKeysIT {

	private static final SecretAccess TEST = SecretAccess.because("comparison in a test");

	private final UUID tenant = UUID.randomUUID();

	private final SealedFor what = new SealedFor(this.tenant, "test.secret", "record-1", 1);

	@Autowired
	private TenantKeys keys;

	@Autowired
	private Keyring keyring;

	@Autowired
	private CryptoEngine engine;

	@Autowired
	@Qualifier("systemSql")
	private Sql system;

	@Autowired
	@Qualifier("systemTransactions")
	private Transactions transactions;

	@Autowired
	private Ids ids;

	@Autowired
	private Clock clock;

	@Test
	void opensWhatItSealedForExactlyThat() {
		byte[] envelope = seal(this.keys, "hello");
		assertThat(open(this.keys, envelope)).isEqualTo("hello");
		for (SealedFor other : List.of(new SealedFor(UUID.randomUUID(), "test.secret", "record-1", 1),
				new SealedFor(this.tenant, "test.other", "record-1", 1),
				new SealedFor(this.tenant, "test.secret", "record-2", 1),
				new SealedFor(this.tenant, "test.secret", "record-1", 2))) {
			StepVerifier.create(this.keys.open(envelope, other)).verifyError(DecryptionException.class);
		}
		envelope[envelope.length - 1] ^= 1;
		StepVerifier.create(this.keys.open(envelope, this.what)).verifyError(DecryptionException.class);
	}

	@Test
	void makesOneKeyHoweverManyAskForTheFirstAtOnce() {
		TenantKeys other = anotherInstance(this.keyring);
		List<byte[]> envelopes = Flux.range(0, 40)
			.flatMap((i) -> ((i % 2 == 0) ? this.keys : other).seal(SecretBytes.takeOver(new byte[] { 1 }), this.what))
			.collectList()
			.block();
		assertThat(rows()).isOne();
		Flux.fromIterable(envelopes)
			.concatMap((envelope) -> this.keys.open(envelope, this.what))
			.as(StepVerifier::create)
			.expectNextCount(40)
			.verifyComplete();
	}

	@Test
	void aRotatedKeyStillOpensAndANewOneSeals() {
		byte[] before = seal(this.keys, "old");
		this.keys.rotate(this.tenant).block();
		byte[] after = seal(this.keys, "new");
		assertThat(this.keys.isCurrent(this.tenant, before).block()).isFalse();
		assertThat(this.keys.isCurrent(this.tenant, after).block()).isTrue();
		assertThat(open(this.keys, before)).isEqualTo("old");
		assertThat(open(this.keys, after)).isEqualTo("new");
		assertThat(rows()).isEqualTo(2);
	}

	@Test
	void nothingIsReadableAfterTheKeysOfATenantAreDestroyed() {
		byte[] envelope = seal(this.keys, "gone");
		SealedFor elsewhere = new SealedFor(UUID.randomUUID(), "test.secret", "record-1", 1);
		byte[] others = this.keys.seal(SecretBytes.takeOver(new byte[] { 7 }), elsewhere).block();
		assertThat(this.keys.shred(this.tenant).block()).isOne();
		StepVerifier.create(this.keys.open(envelope, this.what)).verifyError(DecryptionException.class);
		seal(this.keys, "new life");
		StepVerifier.create(this.keys.open(envelope, this.what)).verifyError(DecryptionException.class);
		StepVerifier.create(this.keys.open(others, elsewhere)).expectNextCount(1).verifyComplete();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 250 })
	void tenantsKeysAreWrappedAnewAfterTheRootKeyHasChanged(int tenants) {
		Keyring first = this.engine.keyring(rootOf((byte) 41));
		TenantKeys before = anotherInstance(first);
		List<SealedFor> all = Flux.range(0, tenants)
			.map((i) -> (i == 0) ? this.what : new SealedFor(UUID.randomUUID(), "test.secret", "r", 1))
			.collectList()
			.block();
		List<byte[]> envelopes = Flux.fromIterable(all)
			.concatMap((one) -> before.seal(SecretBytes.takeOver(new byte[] { 9 }), one))
			.collectList()
			.block();
		Keyring both = this.engine.keyring(rootOf((byte) 42), rootOf((byte) 41));
		new TenantKeyRewrap(anotherInstance(both)).run().block();
		TenantKeys after = anotherInstance(this.engine.keyring(rootOf((byte) 42)));
		for (int i = 0; i < tenants; i++) {
			try (SecretBytes opened = after.open(envelopes.get(i), all.get(i)).block()) {
				assertThat(opened.toByteArray(TEST)).containsExactly(9);
			}
		}
	}

	private static RootKey rootOf(byte value) {
		byte[] bytes = new byte[RootKey.BYTES];
		Arrays.fill(bytes, value);
		return RootKey.of(SecretBytes.takeOver(bytes));
	}

	private byte[] seal(TenantKeys with, String text) {
		try (SecretBytes secret = SecretBytes.takeOver(text.getBytes(StandardCharsets.UTF_8))) {
			return with.seal(secret, this.what).block();
		}
	}

	private String open(TenantKeys with, byte[] envelope) {
		try (SecretBytes secret = with.open(envelope, this.what).block()) {
			return new String(secret.toByteArray(TEST), StandardCharsets.UTF_8);
		}
	}

	private TenantKeys anotherInstance(Keyring keyring) {
		return new TenantKeys(this.system, this.transactions, keyring.wrapping(), this.engine.aead(),
				this.engine.randoms(), this.ids, this.clock);
	}

	private long rows() {
		return JdbcClient.create(TestDatabase.dataSource("qnsp_system"))
			.sql("SELECT count(*) FROM tenant_key WHERE tenant_id = ?")
			.param(this.tenant)
			.query(Long.class)
			.single();
	}

}
