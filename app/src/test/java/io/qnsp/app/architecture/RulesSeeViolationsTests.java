package io.qnsp.app.architecture;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.qnsp.auth.broken.OpenRepository;
import io.qnsp.auth.broken.OpenService;
import io.qnsp.auth.broken.inner.Detail;
import io.qnsp.core.sql.Sql;
import io.qnsp.kms.keys.EscrowableKeys;
import io.qnsp.unmarked.Unmarked;
import org.bouncycastle.crypto.Digest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.kafka.sender.SenderOptions;
import software.amazon.awssdk.regions.Region;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RulesSeeViolationsTests {

	@Test
	void seesModulesThatKnowTooMuch() {
		broken(ModuleRules.CRYPTO, io.qnsp.crypto.broken.KnowsTooMuch.class, "HttpStatus");
		broken(ModuleRules.HSM, io.qnsp.hsm.broken.KnowsTooMuch.class, "HttpStatus");
		broken(ModuleRules.AZURE, io.qnsp.hsm.broken.KnowsAzure.class, "AccessToken");
		broken(ModuleRules.REACTOR_KAFKA, KnowsClients.class, "SenderOptions");
		broken(ModuleRules.AWS, KnowsClients.class, "Region");
		broken(ModuleRules.CORE, io.qnsp.core.broken.KnowsTooMuch.class, "HttpStatus");
		broken(ModuleRules.CORE_KNOWS_NO_SERVICE, io.qnsp.core.broken.KnowsTooMuch.class, "Tenants");
		broken(ModuleRules.BOUNCY_CASTLE, Faults.class, "Digest");
	}

	@Test
	void seesUsersOfAnotherFeaturesInside() {
		broken(ModuleRules.FEATURES, UsesRepository.class, "another feature's repository");
		broken(ModuleRules.FEATURES, UsesClass.class, "another service's class");
		broken(ModuleRules.FEATURES, UsesDetail.class, "below the other feature's root");
	}

	@Test
	void seesThoseWhoTakeKeyMaterial() {
		broken(ModuleRules.KEY_MATERIAL, TakesKeys.class, "EscrowableKeys");
	}

	@Test
	void seesCodeThatWaitsOrLocks() {
		broken(CodeRules.NO_WAITING, Faults.class, "Mono.block");
		broken(CodeRules.NO_WAITING, Faults.class, "Thread.sleep");
		broken(CodeRules.NO_SYNCHRONIZED, Faults.class, "locks");
	}

	@Test
	void seesCodeThatPrintsOrHasAClockAndDiceOfItsOwn() {
		broken(CodeRules.NO_STANDARD_STREAMS, Faults.class, "System.out");
		broken(CodeRules.NO_OWN_TIME, Faults.class, "Instant.now");
		broken(CodeRules.NO_OWN_RANDOM, Faults.class, "SecureRandom");
		broken(CodeRules.NO_RANDOM_UUID, Dice.class, "randomUUID");
	}

	@Test
	void seesControllersThatDecideNothingOrTooMuch() {
		broken(CodeRules.CONTROLS, Undecided.class, "undecided");
		broken(CodeRules.CONTROLLERS, Undecided.class, "Sql");
		broken(CodeRules.INJECTION, Undecided.class, "sql");
		broken(CodeRules.METHOD_INJECTION, Undecided.class, "inject");
	}

	@Test
	void seesStatementsOutsideRepositories() {
		broken(CodeRules.SQL, io.qnsp.testing.broken.Statements.class, "Sql.query");
	}

	@Test
	void seesNamesThatSayNothingAndPackagesWithoutNullness() {
		broken(CodeRules.NAMES, ThingManager.class, "ThingManager");
		broken(CodeRules.NULL_MARKED, Unmarked.class, "io.qnsp.unmarked");
	}

	@Test
	void hasAViolationForEveryRule() {
		assertThat(ArchitectureTests.rules()).hasSize(23);
	}

	private static void broken(ArchRule rule, Class<?> type, String named) {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> rule.check(new ClassFileImporter().importClasses(type)))
			.withMessageContaining(named);
	}

	record KnowsClients(SenderOptions<String, String> kafka, Region aws) {
	}

	record UsesRepository(OpenRepository repository) {
	}

	record UsesClass(OpenService service) {
	}

	record UsesDetail(Detail detail) {
	}

	record TakesKeys(EscrowableKeys keys) {
	}

	static final class ThingManager {

	}

	static final class Dice {

		UUID thrown() {
			return UUID.randomUUID();
		}

	}

	abstract static class Faults {

		abstract Digest digest();

		void waits() throws InterruptedException {
			Mono.empty().block();
			Thread.sleep(1);
		}

		synchronized void locks() {
			System.out.println(Instant.now());
		}

		SecureRandom dice() {
			return new SecureRandom();
		}

	}

	@RestController
	static class Undecided {

		@Autowired
		private @Nullable Sql sql;

		@Autowired
		void inject(Sql other) {
			this.sql = other;
		}

		@GetMapping("/undecided")
		Mono<String> undecided() {
			return Mono.justOrEmpty(this.sql).map(String::valueOf);
		}

	}

}
