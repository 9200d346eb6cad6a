package io.qnsp.app.architecture;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		// The fixtures of hsm-bridge: classes in its folder of tests, a jar once it is
		// packaged.
		.withImportOption((location) -> !location.contains("-tests.jar"))
		.importPackages("io.qnsp");

	static Stream<Named<ArchRule>> rules() {
		return Stream
			.of(ModuleRules.CRYPTO, ModuleRules.HSM, ModuleRules.AZURE, ModuleRules.REACTOR_KAFKA, ModuleRules.AWS,
					ModuleRules.CORE, ModuleRules.CORE_KNOWS_NO_SERVICE, ModuleRules.BOUNCY_CASTLE,
					ModuleRules.FEATURES, ModuleRules.KEY_MATERIAL, CodeRules.NO_WAITING, CodeRules.NO_SYNCHRONIZED,
					CodeRules.NO_STANDARD_STREAMS, CodeRules.NO_OWN_TIME, CodeRules.NO_OWN_RANDOM,
					CodeRules.NO_RANDOM_UUID, CodeRules.CONTROLS, CodeRules.CONTROLLERS, CodeRules.SQL,
					CodeRules.INJECTION, CodeRules.METHOD_INJECTION, CodeRules.NAMES, CodeRules.NULL_MARKED)
			.map((rule) -> Named.of(rule.getDescription(), rule));
	}

	@ParameterizedTest
	@MethodSource("rules")
	void keeps(ArchRule rule) {
		rule.check(MAIN);
	}

	@Test
	void seesTheClassesOfEveryModule() {
		assertThat(MAIN.contain("io.qnsp.crypto.CryptoEngine")).isTrue();
		assertThat(MAIN.contain("io.qnsp.core.journal.Journal")).isTrue();
		assertThat(MAIN.contain("io.qnsp.app.QnspServer")).isTrue();
		assertThat(MAIN.contain("io.qnsp.app.architecture.ArchitectureTests")).isFalse();
	}

}
