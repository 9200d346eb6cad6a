package io.qnsp.audit.append;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.qnsp.app.pipeline.EndpointCatalogue;
import io.qnsp.app.pipeline.PlatformServices;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.projection.Projection;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Whatever acts on event types must not be told by an outsider what the platform did.
 */
@QnspServerTest
class PlatformEventTypesTests {

	/** Any text in the code that could be an event type, whole or as its beginning. */
	private static final Pattern EVENT_TYPE = Pattern.compile("\"([a-z][a-z0-9_]*\\.[a-z0-9_]+\\.(?:[a-z0-9_]+)?)\"");

	/** Names of packages and settings, which begin no event types. */
	private static final Set<String> OTHER_NAMES = Set.of("com", "io", "java", "javax", "jdk", "org", "spring", "sun",
			"destination", "reactor");

	@Autowired
	private EndpointCatalogue catalogue;

	@Autowired
	private List<Projection> projections;

	@Autowired
	private JsonMapper json;

	@Test
	void canNotBeAppended() {
		Set<String> types = new TreeSet<>();
		this.catalogue.all().forEach((endpoint) -> types.add(endpoint.event()));
		this.projections.forEach((projection) -> types.addAll(projection.eventTypes()));
		for (Path sources : List.of(Path.of("src/main/java"), Path.of("../core/src/main/java"))) {
			types.addAll(literals(sources));
		}
		assertThat(types).hasSizeGreaterThan(120)
			.contains("auth.token.revoke", "tenant.key.shred", "tenant.tenant.update", "kms.key.destroy",
					"auth.risk_policy.x", "platform.request.refuse", "audit.event.append");
		AppendDecoder decoder = new AppendDecoder(this.json, Clock.systemUTC());
		assertThat(types).allSatisfy((type) -> {
			QnspException refusal = catchThrowableOfType(QnspException.class,
					() -> decoder.read(("{\"eventType\":\"" + type + "\"}").getBytes(StandardCharsets.UTF_8)));
			assertThat(refusal).as(type).isNotNull();
			assertThat(refusal.details().get("eventType")).asString().contains("is a service of the platform");
		});
	}

	@Test
	void servicesOfEndpointsAreAllReserved() {
		assertThat(this.catalogue.all()).allMatch((endpoint) -> PlatformServices.isReserved(endpoint.service()));
	}

	private static Set<String> literals(Path sources) {
		Set<String> found = new TreeSet<>();
		try (Stream<Path> files = Files.walk(sources)) {
			files.filter((file) -> file.toString().endsWith(".java"))
				.forEach((file) -> EVENT_TYPE.matcher(read(file)).results().forEach((match) -> {
					String text = match.group(1);
					if (!OTHER_NAMES.contains(text.substring(0, text.indexOf('.')))) {
						found.add(text.endsWith(".") ? text + "x" : text);
					}
				}));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return found;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
