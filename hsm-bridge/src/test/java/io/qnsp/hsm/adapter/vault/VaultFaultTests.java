package io.qnsp.hsm.adapter.vault;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.qnsp.hsm.HsmConnection;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmHealth;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyRequest;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.HsmSignatureScheme;
import io.qnsp.hsm.testing.vault.FakeEntra;
import io.qnsp.hsm.testing.vault.FakeVault;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static io.qnsp.hsm.adapter.vault.VaultConnections.answer;
import static io.qnsp.hsm.adapter.vault.VaultConnections.done;
import static io.qnsp.hsm.adapter.vault.VaultConnections.failure;
import static io.qnsp.hsm.adapter.vault.VaultConnections.key;
import static org.assertj.core.api.Assertions.assertThat;

/** Logins, and vaults that fail. */
class VaultFaultTests {

	private static final byte[] MESSAGE = "to be signed".getBytes(StandardCharsets.UTF_8);

	private static final String WRONG = "a-wrong-secret-nobody-may-see";

	private VaultConnections connections;

	private FakeVault vault;

	private FakeEntra entra;

	@BeforeEach
	void open() {
		this.connections = new VaultConnections(VaultConnections.TIMEOUT);
		this.vault = this.connections.cloud().vault();
		this.entra = this.connections.cloud().entra();
	}

	@AfterEach
	void close() {
		this.connections.close();
	}

	private static Mono<byte[]> sign(HsmConnection connection, HsmKey key) {
		return connection.sign(key, HsmSignatureScheme.ECDSA_SHA256, MESSAGE);
	}

	private HsmKey ecKey(HsmConnection connection) {
		return key(connection, HsmKeyAlgorithm.EC_P256, Use.SIGN);
	}

	@Test
	void manyCallsLogInOnceAndTheCredentialIsWiped() {
		AtomicReference<byte[]> given = new AtomicReference<>();
		HsmConnection connection = this.connections.open(() -> {
			byte[] secret = FakeEntra.SECRET.getBytes(StandardCharsets.UTF_8);
			given.set(secret);
			return new HsmCredential.ClientSecret(FakeEntra.DIRECTORY, FakeEntra.CLIENT, secret);
		});
		HsmKey key = ecKey(connection);
		answer(Flux.range(0, 6).flatMap((i) -> sign(connection, key)).collectList());
		assertThat(this.entra.logins()).isOne();
		assertThat(this.connections.credentialsAsked()).isOne();
		assertThat(given.get()).containsOnly(0);
	}

	@Test
	void aCertificateLogsIn() {
		HsmConnection connection = this.connections.open(this.connections.cloud()::clientCertificate);
		answer(sign(connection, ecKey(connection)));
		assertThat(this.entra.logins()).isOne();
	}

	@Test
	void aMachinesIdentityLogsIn() {
		HsmConnection connection = this.connections.open(() -> new HsmCredential.ManagedIdentity(null));
		answer(sign(connection, ecKey(connection)));
		assertThat(this.entra.requests()).isEmpty();
		assertThat(this.entra.logins()).isPositive();
	}

	@Test
	void aWrongSecretIsTriedOnceWhoeverCalls() {
		HsmConnection connection = this.connections.open(() -> this.connections.cloud().secret(WRONG));
		HsmKey key = new HsmKey("name/version", HsmKeyAlgorithm.EC_P256, null);
		List<Throwable> failures = answer(Flux.range(0, 6)
			.flatMap((i) -> sign(connection, key).<Throwable>map((none) -> new IllegalStateException())
				.onErrorResume(Mono::just))
			.collectList());
		assertThat(failures).hasSize(6)
			.allSatisfy((each) -> assertThat(((HsmException) each).problem()).isEqualTo(Problem.AUTHENTICATION));
		assertThat(failure(sign(connection, key))).hasMessageContaining("not tried again");
		assertThat(this.entra.logins()).isOne();
		assertThat(this.connections.credentialsAsked()).isOne();
		assertThat(connection.health().refusedLogins()).isOne();
		assertThat(connection.health().state()).isEqualTo(HsmHealth.State.CLOSED);
		failures.forEach((each) -> assertThat(all(each)).doesNotContain(WRONG));
		assertThat(failures).anyMatch((each) -> all(each).contains("AADSTS7000215"));
	}

	@Test
	void somethingThatIsNoCredentialOfAVaultIsRefusedWithoutAsking() {
		HsmConnection pin = this.connections.open(() -> new HsmCredential.Pin("1234".getBytes(StandardCharsets.UTF_8)));
		assertThat(failure(pin.validate()).problem()).isEqualTo(Problem.AUTHENTICATION);
		HsmConnection broken = this.connections.open(() -> new HsmCredential.ClientCertificate(FakeEntra.DIRECTORY,
				FakeEntra.CLIENT, "no certificate".getBytes(StandardCharsets.UTF_8)));
		HsmException refusal = failure(broken.validate());
		assertThat(refusal.problem()).isEqualTo(Problem.AUTHENTICATION);
		assertThat(all(refusal)).doesNotContain("no certificate");
		assertThat(this.entra.logins()).isZero();
	}

	@Test
	void aDirectoryThatTheVaultDoesNotNameIsRefused() {
		HsmConnection other = this.connections
			.open(() -> new HsmCredential.ClientSecret("6dca5f1a-0000-4000-8000-0000000000d2", FakeEntra.CLIENT,
					new byte[] { 'x' }));
		assertThat(failure(other.validate()).problem()).isEqualTo(Problem.AUTHENTICATION);
		assertThat(this.entra.logins()).isZero();
	}

	@Test
	void aTokenThatTheVaultDoesNotTakeAnyMoreIsReplacedOnce() {
		HsmConnection connection = this.connections.open();
		HsmKey key = ecKey(connection);
		this.entra.revoke();
		answer(sign(connection, key));
		assertThat(this.entra.logins()).isEqualTo(2);
		assertThat(connection.health().refusedLogins()).isZero();
	}

	@Test
	void aVaultThatTakesNoTokenCountsAsRefusal() {
		HsmConnection connection = this.connections.open();
		HsmKey key = ecKey(connection);
		this.vault.fail("/sign", 401, Integer.MAX_VALUE);
		assertThat(failure(sign(connection, key)).problem()).isEqualTo(Problem.AUTHENTICATION);
		assertThat(connection.health().refusedLogins()).isOne();
		long asked = this.vault.requests("/sign");
		assertThat(failure(sign(connection, key)).problem()).isEqualTo(Problem.AUTHENTICATION);
		assertThat(this.vault.requests("/sign")).isEqualTo(asked);
	}

	@Test
	void entraThatIsInTroubleIsNoRefusal() {
		HsmConnection connection = this.connections.open();
		this.entra.fail("/token", 503, Integer.MAX_VALUE);
		assertThat(failure(connection.validate()).problem()).isEqualTo(Problem.UNAVAILABLE);
		assertThat(connection.health().refusedLogins()).isZero();
		this.entra.resume();
		answer(sign(connection, ecKey(connection)));
	}

	@Test
	void entraThatHangsIsNoRefusalAndEndsWithinTheTimeout() {
		HsmConnection connection = this.connections.open();
		HsmKey key = new HsmKey("name/version", HsmKeyAlgorithm.EC_P256, null);
		this.entra.hang();
		for (int i = 0; i < 3; i++) {
			long start = System.nanoTime();
			assertThat(failure(sign(connection, key)).problem()).isEqualTo(Problem.UNAVAILABLE);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(VaultConnections.TIMEOUT.plusSeconds(1));
		}
		assertThat(this.entra.logins()).isBetween(2L, 3L);
		this.entra.resume();
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(failure(sign(connection, key)).problem()).isEqualTo(Problem.KEY_MISSING));
		assertThat(connection.health().refusedLogins()).isZero();
	}

	@Test
	void aChallengeForSomebodyElsesTokenIsNotAnswered() {
		HsmConnection connection = this.connections.open();
		this.vault.challengeFor("https://management.azure.com");
		assertThat(failure(connection.validate()).problem()).isEqualTo(Problem.UNAVAILABLE);
		assertThat(this.entra.logins()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "400, INVALID_INPUT, 1", "403, REFUSED, 1", "404, KEY_MISSING, 1", "409, UNAVAILABLE, 1",
			"429, UNAVAILABLE, 1", "500, UNAVAILABLE, 2", "503, UNAVAILABLE, 2", "418, REFUSED, 1" })
	void whatAVaultAnswersSaysWhatToDo(int status, Problem problem, int attempts) {
		HsmConnection connection = this.connections.open();
		HsmKey key = ecKey(connection);
		this.vault.fail("/sign", status, Integer.MAX_VALUE);
		HsmException failure = failure(sign(connection, key));
		assertThat(failure.problem()).isEqualTo(problem);
		assertThat(failure).hasMessage("ECDSA-SHA256: the vault answered " + status + " (Ordered)").hasNoCause();
		assertThat(this.vault.requests("/sign")).isEqualTo(attempts);
		assertThat(connection.health().refusedLogins()).isZero();
	}

	@Test
	void aServersFailureIsRepeatedOnceAndNotSeen() {
		HsmConnection connection = this.connections.open();
		HsmKey key = ecKey(connection);
		this.vault.fail("/sign", 500, 1);
		answer(sign(connection, key));
	}

	@Test
	void makingAKeyIsNeverRepeated() {
		HsmConnection connection = this.connections.open();
		this.vault.fail("/create", 500, Integer.MAX_VALUE);
		HsmKeyRequest request = new HsmKeyRequest(HsmKeyAlgorithm.EC_P256, Set.of(Use.SIGN), "test");
		assertThat(failure(connection.create(request)).problem()).isEqualTo(Problem.UNAVAILABLE);
		assertThat(this.vault.requests("/create")).isOne();
		// it may have been made all the same
		Awaitility.await().until(() -> this.vault.requests("DELETE /keys/test") == 1);
	}

	@Test
	void redirectsAreNotFollowed() {
		HsmConnection connection = this.connections.open();
		HsmKey key = ecKey(connection);
		long before = this.entra.requests().size();
		this.vault.redirect("https://localhost:"
				+ this.connections.cloud().settings(Duration.ZERO).vaultLogin().getPort() + "/elsewhere");
		assertThat(failure(sign(connection, key)).problem()).isEqualTo(Problem.REFUSED);
		assertThat(this.entra.requests()).hasSize((int) before);
	}

	@Test
	void aHangingVaultIsUnavailableWithinTheTimeoutThenLeftAloneThenUsedAgain() {
		HsmConnection connection = this.connections.open();
		HsmKey key = ecKey(connection);
		this.vault.hang();
		for (int i = 0; i < 4; i++) {
			long start = System.nanoTime();
			assertThat(failure(sign(connection, key)).problem()).isEqualTo(Problem.UNAVAILABLE);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(VaultConnections.TIMEOUT.plusSeconds(1));
		}
		this.vault.resume();
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(answer(sign(connection, key))).isNotEmpty());
		assertThat(connection.health().refusedLogins()).isZero();
	}

	@Test
	void callsBeyondWhatMayWaitAreRefusedAtOnce() {
		HsmConnection connection = this.connections.open();
		HsmKey key = ecKey(connection);
		this.vault.hang();
		List<Problem> problems = answer(Flux.range(0, 20)
			.flatMap((i) -> sign(connection, key).map((none) -> Problem.REFUSED)
				.onErrorResume(HsmException.class, (ex) -> Mono.just(ex.problem())), 20)
			.collectList());
		assertThat(problems).contains(Problem.OVERLOADED, Problem.UNAVAILABLE).doesNotContain(Problem.REFUSED);
	}

	@Test
	void aVaultThatIsNotThereIsUnavailable() {
		HsmConnection connection = this.connections.open();
		HsmKey key = ecKey(connection);
		this.vault.close();
		assertThat(failure(sign(connection, key)).problem()).isEqualTo(Problem.UNAVAILABLE);
	}

	@Test
	void aKeyThatNobodyWaitsForAnyMoreIsDestroyed() {
		HsmConnection connection = this.connections.open();
		ecKey(connection);
		int before = this.vault.keys().size();
		List<HsmKey> late = new CopyOnWriteArrayList<>();
		HsmKeyRequest request = new HsmKeyRequest(HsmKeyAlgorithm.EC_P256, Set.of(Use.SIGN), "late");
		this.vault.hang("/create");
		var call = connection.create(request).subscribeOn(Schedulers.parallel()).subscribe(late::add);
		Awaitility.await().until(() -> this.vault.requests("/create") == 2);
		call.dispose();
		this.vault.resume();
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.vault.requests("DELETE /keys/late") == 1);
		Awaitility.await().untilAsserted(() -> assertThat(this.vault.keys()).hasSize(before));
		assertThat(late).isEmpty();
	}

	@Test
	void whereKeysAreProtectedFromPurgingDeletionIsEnough() {
		HsmConnection connection = this.connections.open();
		HsmKey key = ecKey(connection);
		this.vault.protectFromPurge();
		done(connection.destroy(key));
		assertThat(this.vault.keys()).isEmpty();
		assertThat(this.vault.deletedKeys()).hasSize(1);
	}

	@Test
	void aClosedConnectionDoesNothingAnyMore() {
		HsmConnection connection = this.connections.open();
		HsmKey key = ecKey(connection);
		connection.close();
		assertThat(failure(sign(connection, key)).problem()).isEqualTo(Problem.UNAVAILABLE);
	}

	private static String all(Throwable error) {
		StringWriter text = new StringWriter();
		error.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

}
