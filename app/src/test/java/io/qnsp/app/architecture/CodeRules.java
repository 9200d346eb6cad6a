package io.qnsp.app.architecture;

import java.time.Clock;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.qnsp.core.control.Controls;
import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.projection.Projection;
import io.qnsp.core.sql.Sql;
import org.jspecify.annotations.NullMarked;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

/**
 * How the code itself is written.
 */
final class CodeRules {

	private static final Set<String> WAITS = Set.of("block", "blockOptional", "blockFirst", "blockLast", "toIterable",
			"toStream");

	static final ArchRule NO_WAITING = noClasses().that()
		.doNotHaveFullyQualifiedName("io.qnsp.app.runtime.StartUp")
		.and()
		.doNotHaveFullyQualifiedName("io.qnsp.app.rootkey.HsmRootStart")
		.and()
		.doNotHaveFullyQualifiedName("io.qnsp.crypto.CryptoEngine")
		.and()
		.resideOutsideOfPackage("io.qnsp.app.database..")
		.should()
		.callMethodWhere(calls("wait for another thread",
				(call) -> (call.getTargetOwner().getPackageName().startsWith("reactor.core.publisher")
						&& WAITS.contains(call.getName())) || isCall(call, Thread.class, "sleep")
						|| isCall(call, CompletableFuture.class, "get")
						|| isCall(call, CompletableFuture.class, "join")))
		.because(
				"a waiting event loop stops every call on it; only start-up and shutdown run on threads that may wait, "
						+ "also for the engine's self tests, which run side by side "
						+ "(join() is left to BlockHound: on a completed future, as caches use it, it does not wait)");

	static final ArchRule NO_SYNCHRONIZED = noMethods().should()
		.haveModifier(JavaModifier.SYNCHRONIZED)
		.because("a lock that is held across a slow call stops an event loop");

	static final ArchRule NO_STANDARD_STREAMS = noClasses().that()
		.doNotHaveFullyQualifiedName("io.qnsp.app.bootstrap.Bootstrap")
		.and()
		.doNotHaveFullyQualifiedName("io.qnsp.core.integrity.VerifyExport")
		.should()
		.accessField(System.class, "out")
		.orShould()
		.accessField(System.class, "err")
		.because(
				"logs are structured; only the first keys, which must not be logged, are printed, and what the command "
						+ "line tool for auditors found");

	static final ArchRule NO_OWN_TIME = noClasses().that()
		.doNotHaveFullyQualifiedName("io.qnsp.app.runtime.JournalConfiguration")
		.should()
		.callMethodWhere(calls("read the machine's clock",
				(call) -> (call.getTargetOwner().getPackageName().equals("java.time") && call.getName().equals("now")
						&& call.getTarget()
							.getRawParameterTypes()
							.stream()
							.noneMatch((type) -> type.isEquivalentTo(Clock.class)))
						|| (call.getTargetOwner().isEquivalentTo(Clock.class) && call.getName().startsWith("system"))
						|| isCall(call, System.class, "currentTimeMillis")))
		.because("time is injected, so that a test can choose it; the one clock is made where the server is wired");

	static final ArchRule NO_OWN_RANDOM = noClasses().that()
		.resideOutsideOfPackages("io.qnsp.crypto..", "io.qnsp.app.database.embedded..")
		.should()
		.dependOnClassesThat()
		.areAssignableTo(Random.class)
		.because("randomness comes from io.qnsp.crypto.random, which does not wait for entropy on an event loop; the "
				+ "passwords of the embedded PostgreSQL are made at start-up, before the engine is there");

	static final ArchRule NO_RANDOM_UUID = noClasses().that()
		.doNotHaveFullyQualifiedName("io.qnsp.crypto.keyring.RootKeyFile")
		.should()
		.callMethod(UUID.class, "randomUUID")
		.because("ids come from io.qnsp.core.id: UUIDv7, ordered by time, and no waiting for entropy on an event loop; "
				+ "RootKeyFile names a temporary file at start-up");

	static final ArchRule CONTROLS = methods().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(RestController.class)
		.and(DescribedPredicate.describe("are handlers",
				(method) -> AnnotatedElementUtils.hasAnnotation(method.reflect(), RequestMapping.class)))
		.should()
		.beAnnotatedWith(Controls.class)
		.because("an endpoint without declared controls would be one that nobody decided about");

	static final ArchRule CONTROLLERS = noClasses().that()
		.areAnnotatedWith(RestController.class)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.qnsp.core.sql..", "org.springframework.r2dbc..", "io.r2dbc..")
		.because(
				"a controller is the HTTP surface and holds no SQL; a plain list may come straight from the repository");

	// Each is the only one that knows its table, or its statements are texts of their
	// own.
	private static final Set<String> STATEMENTS = Set.of("io.qnsp.auth.revocation.Revocations",
			"io.qnsp.auth.credential.RevokedCredentials", "io.qnsp.auth.federation.report.ReportFigures",
			"io.qnsp.audit.streaming.EventHistory");

	static final ArchRule SQL = noClasses().that()
		.resideOutsideOfPackages("io.qnsp.core..", "io.qnsp.app..")
		.and()
		.haveSimpleNameNotEndingWith("Repository")
		.and()
		.areNotAssignableTo(Projection.class)
		.and()
		.areNotAssignableTo(PeriodicJob.class)
		.and(DescribedPredicate.describe("are not among those that keep one table by themselves",
				(type) -> !STATEMENTS.contains(type.getName())))
		.should()
		.callMethod(Sql.class, "query", String.class)
		.because(
				"a column is known in one place: the feature's repository, its projections, and the jobs that clean up");

	static final ArchRule INJECTION = noFields().should()
		.beAnnotatedWith(Autowired.class)
		.orShould()
		.beAnnotatedWith(Value.class)
		.because("what a class needs stands in its constructor, and is final");

	static final ArchRule METHOD_INJECTION = noMethods().should()
		.beAnnotatedWith(Autowired.class)
		.because("what a class needs stands in its constructor, and is final");

	static final ArchRule NAMES = noClasses().should()
		.haveNameMatching(".*(Impl|Manager|Helper|Utils?)")
		.because("a name says what a class is for");

	static final ArchRule NULL_MARKED = classes().should(new ArchCondition<>("live in a @NullMarked package") {

		private final Set<String> reported = new HashSet<>();

		@Override
		public void check(JavaClass item, ConditionEvents events) {
			boolean marked = item.getPackage()
				.tryGetPackageInfo()
				.map((info) -> info.isAnnotatedWith(NullMarked.class))
				.orElse(false);
			if (!marked && this.reported.add(item.getPackageName())) {
				events.add(SimpleConditionEvent.violated(item,
						item.getPackageName() + " has no package-info.java with @NullMarked"));
			}
		}

	}).because("nullness is checked only where it is declared, and a package says what it promises");

	private CodeRules() {
	}

	private static DescribedPredicate<JavaCall<?>> calls(String what, java.util.function.Predicate<JavaCall<?>> which) {
		return DescribedPredicate.describe(what, which);
	}

	private static boolean isCall(JavaCall<?> call, Class<?> owner, String name) {
		return call.getTargetOwner().isEquivalentTo(owner) && call.getName().equals(name);
	}

}
