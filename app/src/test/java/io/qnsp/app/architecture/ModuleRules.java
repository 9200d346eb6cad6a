package io.qnsp.app.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.qnsp.app.kafka.KafkaClients;
import org.jspecify.annotations.Nullable;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * What modules, services and features may know of each other.
 */
final class ModuleRules {

	private static final String[] NO_SERVICE = { "app", "core", "crypto", "hsm" };

	static final ArchRule CRYPTO = classes().that()
		.resideInAPackage("io.qnsp.crypto..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("io.qnsp.crypto..", "java..", "javax.crypto..", "javax.net.ssl..", "javax.security.auth..",
				"reactor..", "org.reactivestreams..", "org.bouncycastle..", "org.conscrypt..", "io.micrometer..",
				"org.jspecify..", "org.slf4j..")
		.because("the engine must be usable and reviewable without Spring, HTTP, SQL or tenants");

	static final ArchRule HSM = classes().that()
		.resideInAPackage("io.qnsp.hsm..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("io.qnsp.hsm..", "java..", "javax.crypto..", "javax.security..", "sun.security.pkcs11..",
				"reactor..", "org.reactivestreams..", "io.micrometer..", "io.github.resilience4j..", "com.azure..",
				"com.microsoft.aad.msal4j..", "io.netty..", "org.jspecify..", "org.slf4j..")
		.because("the bridge must be usable and reviewable without Spring, HTTP, SQL or tenants");

	static final ArchRule AZURE = noClasses().that()
		.resideOutsideOfPackage("io.qnsp.hsm.adapter.vault..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("com.azure..", "com.microsoft.aad.msal4j..")
		.because("these packages alone know how Azure's client behaves, and what of it must not be passed on");

	static final ArchRule REACTOR_KAFKA = noClasses()
		.that(DescribedPredicate.not(JavaClass.Predicates.belongToAnyOf(KafkaClients.class)))
		.should()
		.dependOnClassesThat()
		.resideInAPackage("reactor.kafka..")
		.because("its development has ended: one class must be all that replacing it takes");

	static final ArchRule AWS = noClasses().that()
		.resideOutsideOfPackage("io.qnsp.audit.delivery.sqs..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("software.amazon.awssdk..")
		.because("this package alone knows which of the SDK's defaults must not reach a tenant's delivery");

	static final ArchRule CORE = noClasses().that()
		.resideInAPackage("io.qnsp.core..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "org.springframework.boot..",
				"org.springframework.security..")
		.because("what every service stands on works without HTTP, in background work as well as in calls");

	static final ArchRule CORE_KNOWS_NO_SERVICE = classes().that()
		.resideInAPackage("io.qnsp.core..")
		.should(new ArchCondition<>("know of io.qnsp only core and crypto") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				item.getDirectDependenciesFromSelf().forEach((dependency) -> {
					String target = dependency.getTargetClass().getPackageName() + ".";
					if (target.startsWith("io.qnsp.") && !target.startsWith("io.qnsp.core.")
							&& !target.startsWith("io.qnsp.crypto.")) {
						events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
					}
				});
			}

		})
		.because("a service can be added or taken away without a change in core");

	static final ArchRule BOUNCY_CASTLE = noClasses().that()
		.resideOutsideOfPackage("io.qnsp.crypto..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.bouncycastle..")
		.because("one module decides how an algorithm is used, bounded and wiped");

	static final ArchRule FEATURES = classes().that()
		.resideInAPackage("io.qnsp..")
		.should(new ArchCondition<>("use of another feature only what it offers at its root") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				item.getDirectDependenciesFromSelf().forEach((dependency) -> {
					String fault = faultOf(item, dependency.getTargetClass().getBaseComponentType());
					if (fault != null) {
						events.add(SimpleConditionEvent.violated(item, fault + ": " + dependency.getDescription()));
					}
				});
			}

		})
		.because("a feature's tables and inner types must be free to change: others see public types of its root "
				+ "package, other services interfaces, records and enums only, and nobody a repository");

	static final ArchRule KEY_MATERIAL = noClasses().that()
		.resideOutsideOfPackages("io.qnsp.kms.keys..", "io.qnsp.kms.escrow..")
		.should()
		.dependOnClassesThat()
		.haveFullyQualifiedName("io.qnsp.kms.keys.EscrowableKeys")
		.orShould()
		.dependOnClassesThat()
		.haveFullyQualifiedName("io.qnsp.kms.keys.TakenKey")
		.because("key material leaves the KMS into escrow and in no other way");

	private ModuleRules() {
	}

	private static @Nullable String faultOf(JavaClass user, JavaClass used) {
		String feature = featureOf(used);
		if (feature == null || feature.equals(featureOf(user))) {
			return null;
		}
		if (used.getSimpleName().endsWith("Repository")) {
			return "another feature's repository";
		}
		if (!used.getPackageName().equals(feature)) {
			return "below the other feature's root";
		}
		boolean otherService = !serviceOf(feature).equals(serviceOf(user.getPackageName()));
		boolean contract = used.isInterface() || used.isRecord() || used.isEnum();
		boolean type = used.getModifiers().contains(JavaModifier.PUBLIC) || used.isNestedClass();
		return (type && (contract || !otherService)) ? null : "another service's class";
	}

	private static @Nullable String featureOf(JavaClass type) {
		String[] parts = type.getPackageName().split("\\.", -1);
		if (parts.length < 4 || !type.getPackageName().startsWith("io.qnsp.")) {
			return null;
		}
		for (String other : NO_SERVICE) {
			if (parts[2].equals(other)) {
				return null;
			}
		}
		return String.join(".", parts[0], parts[1], parts[2], parts[3]);
	}

	private static String serviceOf(String packageName) {
		String[] parts = packageName.split("\\.", -1);
		return (parts.length > 2) ? parts[2] : "";
	}

}
