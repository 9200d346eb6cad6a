package io.qnsp.app.rootkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.app.datadir.DataDirectory;
import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestDatabase;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
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
import io.qnsp.crypto.keyring.RootWrapping;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.hsm.HsmBridge;
import io.qnsp.hsm.HsmConnection;
import io.qnsp.hsm.HsmSettings;
import io.qnsp.hsm.testing.FaultyLibrary;
import io.qnsp.hsm.testing.SoftToken;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The root key in a token of SoftHSM, opened the way the server opens it.
 */
@QnspServerTest
class HsmRootIT {

	private static final SecretAccess TEST = SecretAccess.because("comparison in a test");

	private final UUID tenant = UUID.randomUUID();

	private final String label = "root-" + this.tenant;

	private final FaultyLibrary library = FaultyLibrary.create("root-" + this.tenant);

	private final SoftToken token = SoftToken.take();

	private final Path pinFile = TestDatabase.newFolder().resolve("pin");

	private final DataDirectory data = DataDirectory.open(TestDatabase.newFolder());

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
	void tenantsKeysAreWrappedInsideTheHsmAndOpenAfterARestart() {
		byte[] ofTenant;
		byte[] ofServer;
		try (RootKeys roots = open(this.token, this.token.pin(), this.label)) {
			ofTenant = seal(tenantKeys(roots.wrapping()), this.tenant);
			ofServer = roots.keyring().seal(new byte[] { 7 }, "test", "subject");
			assertThat(rootOf(this.tenant)).isEqualTo(roots.wrapping().currentRoot().toString())
				.isNotEqualTo(roots.keyring().currentRoot().toString());
			// what is in memory does not open it
			StepVerifier.create(tenantKeys(roots.keyring().wrapping()).open(ofTenant, sealedFor(this.tenant)))
				.verifyError(DecryptionException.class);
		}
		try (RootKeys roots = open(this.token, this.token.pin(), this.label)) {
			assertThat(open(tenantKeys(roots.wrapping()), ofTenant, this.tenant)).containsExactly(9);
			assertThat(roots.keyring().open(ofServer, "test", "subject")).containsExactly(7);
		}
	}

	@Test
	void anotherTokenIsRefusedAndGetsNoKey() {
		open(this.token, this.token.pin(), this.label).close();
		long made = this.library.calls("C_GenerateKey");
		SoftToken other = SoftToken.take();
		assertThatThrownBy(() -> open(other, other.pin(), this.label)).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("The HSM has no key " + this.label);
		assertThat(this.library.calls("C_GenerateKey")).isEqualTo(made);
	}

	@Test
	void aPinThatWasRefusedIsTriedOnceHoweverOftenTheServerIsStarted() throws IOException {
		assertThatThrownBy(() -> open(this.token, "wrong-pin", this.label)).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("The server can't start without its root key")
			.hasMessageContaining(this.token.label())
			.hasMessageContaining("CKR_PIN_INCORRECT")
			.hasMessageNotContaining("wrong-pin");
		FileTime written = Files.getLastModifiedTime(this.pinFile);
		assertThatThrownBy(() -> start(this.token, this.label, List.of())).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("refused at an earlier start");
		assertThat(this.library.calls("C_Login")).isOne();
		writePin(this.token.pin(), written.toInstant().plusSeconds(1));
		start(this.token, this.label, List.of()).close();
	}

	@Test
	void anHsmThatIsGoneAtStartIsNamed() {
		this.library.on("C_GetSlotList", "C_GetTokenInfo").fail(0x30);
		assertThatThrownBy(() -> open(this.token, this.token.pin(), this.label))
			.isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("The server can't start without its root key, key " + this.label);
	}

	@Test
	void aHungHsmCostsOnlyWhatIsNotInMemory() {
		try (RootKeys roots = open(this.token, this.token.pin(), this.label)) {
			TenantKeys keys = tenantKeys(roots.wrapping());
			byte[] before = seal(keys, this.tenant);
			this.library.on("C_Encrypt", "C_Decrypt", "C_GenerateRandom").hang();
			assertThat(open(keys, before, this.tenant)).containsExactly(9);
			UUID unknown = UUID.randomUUID();
			assertThatThrownBy(() -> seal(keys, unknown)).isInstanceOfSatisfying(QnspException.class, (ex) -> {
				assertThat(ex.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
				assertThat(ex.retryAfter()).isNotNull();
			});
			this.library.clear();
			Eventually.until("the HSM is back", () -> isSealed(keys, unknown));
		}
	}

	@Test
	void keysThatAFileWrappedMoveIntoTheHsmAndNeedTheFileNoMore() {
		byte[] envelope;
		byte[] ofServer;
		try (Keyring file = this.engine.keyring(fileRoot())) {
			envelope = seal(tenantKeys(file.wrapping()), this.tenant);
			ofServer = file.seal(new byte[] { 7 }, "test", "subject");
		}
		try (RootKeys both = open(this.token, this.token.pin(), this.label, fileRoot())) {
			assertThat(open(tenantKeys(both.wrapping()), envelope, this.tenant)).containsExactly(9);
			assertThat(both.keyring().open(ofServer, "test", "subject")).containsExactly(7);
			new TenantKeyRewrap(tenantKeys(both.wrapping())).run().block();
			assertThat(rootOf(this.tenant)).isEqualTo(both.wrapping().currentRoot().toString());
		}
		try (RootKeys roots = open(this.token, this.token.pin(), this.label)) {
			assertThat(open(tenantKeys(roots.wrapping()), envelope, this.tenant)).containsExactly(9);
		}
	}

	@Test
	void anotherLabelIsARotationInsideTheHsm() {
		byte[] envelope;
		byte[] ofServer;
		try (RootKeys first = open(this.token, this.token.pin(), this.label)) {
			envelope = seal(tenantKeys(first.wrapping()), this.tenant);
			ofServer = first.keyring().seal(new byte[] { 7 }, "test", "subject");
		}
		try (RootKeys second = open(this.token, this.token.pin(), this.label + "-2")) {
			assertThat(open(tenantKeys(second.wrapping()), envelope, this.tenant)).containsExactly(9);
			assertThat(second.keyring().open(ofServer, "test", "subject")).containsExactly(7);
			new TenantKeyRewrap(tenantKeys(second.wrapping())).run().block();
			assertThat(rootOf(this.tenant)).isEqualTo(second.wrapping().currentRoot().toString());
			assertThat(open(tenantKeys(second.wrapping()), envelope, this.tenant)).containsExactly(9);
		}
	}

	@Test
	void aPinFileThatOthersCanReadIsRefused() throws IOException {
		writePin(this.token.pin(), Instant.now());
		Files.setPosixFilePermissions(this.pinFile, PosixFilePermissions.fromString("rw-r--r--"));
		assertThatThrownBy(() -> start(this.token, this.label, List.of())).hasMessageContaining("mode rw-r--r--");
		assertThat(this.library.calls("C_Login")).isZero();
	}

	private RootKeys open(SoftToken from, String pin, String key, RootKey... files) {
		try {
			writePin(pin, Instant.now());
			return start(from, key, List.of(files));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private RootKeys start(SoftToken from, String key, List<RootKey> files) throws IOException {
		HsmBridge bridge = new HsmBridge(
				new HsmSettings(Map.of("faulty", new HsmSettings.Library(this.library.path(), null)), Set.of(), 3, 16,
						Duration.ofMillis(800), Duration.ofSeconds(20), Duration.ofMillis(200), Duration.ofMillis(300)),
				this.clock, new SimpleMeterRegistry());
		KeyProperties.Hsm properties = new KeyProperties.Hsm("faulty", from.label(), null, this.pinFile, key);
		HsmRootStart start = new HsmRootStart(properties, new PinFile(this.pinFile, this.data));
		HsmConnection connection = start.connect(bridge);
		return start.open(new HsmRoots(connection, new HsmRootRepository(this.system), this.transactions, this.engine,
				this.clock), connection, files);
	}

	private void writePin(String pin, Instant at) throws IOException {
		Files.writeString(this.pinFile, pin + "\n");
		Files.setPosixFilePermissions(this.pinFile, PosixFilePermissions.fromString("rw-------"));
		Files.setLastModifiedTime(this.pinFile, FileTime.from(at));
	}

	private static RootKey fileRoot() {
		return RootKey.of(SecretBytes.takeOver("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));
	}

	private TenantKeys tenantKeys(RootWrapping wrapping) {
		return new TenantKeys(this.system, this.transactions, wrapping, this.engine.aead(), this.engine.randoms(),
				this.ids, this.clock);
	}

	private static SealedFor sealedFor(UUID tenantId) {
		return new SealedFor(tenantId, "test.secret", "record-1", 1);
	}

	private static byte[] seal(TenantKeys keys, UUID tenantId) {
		try (SecretBytes secret = SecretBytes.takeOver(new byte[] { 9 })) {
			return keys.seal(secret, sealedFor(tenantId)).block();
		}
	}

	private static boolean isSealed(TenantKeys keys, UUID tenantId) {
		try {
			return seal(keys, tenantId).length > 0;
		}
		catch (QnspException ex) {
			return false;
		}
	}

	private static byte[] open(TenantKeys keys, byte[] envelope, UUID tenantId) {
		try (SecretBytes opened = keys.open(envelope, sealedFor(tenantId)).block()) {
			return opened.toByteArray(TEST);
		}
	}

	private String rootOf(UUID tenantId) {
		return JdbcClient.create(TestDatabase.dataSource("qnsp_system"))
			.sql("SELECT root_key_id FROM tenant_key WHERE tenant_id = ?")
			.param(tenantId)
			.query(String.class)
			.single();
	}

}
