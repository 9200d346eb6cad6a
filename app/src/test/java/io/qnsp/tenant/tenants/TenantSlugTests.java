package io.qnsp.tenant.tenants;

import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class TenantSlugTests {

	private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-00000000aaaa");

	static LongStream seeds() {
		return LongStream.range(0, 300);
	}

	@ParameterizedTest
	@CsvSource({ "Acme,acme", "Acme & Sons GmbH,acme-sons-gmbh", "'  --Über Zürich!  ',uber-zurich", "A1,a1",
			"'a\u00a0b',a-b" })
	void makesSlugsOfNames(String name, String slug) {
		assertThat(TenantSlug.of(name, ID)).isEqualTo(slug);
	}

	@ParameterizedTest
	@CsvSource({ "日本", "x", "'!!!'", "'- -'", "İ" })
	void fallsBackToTheIdWhenANameHoldsTooLittle(String name) {
		assertThat(TenantSlug.of(name, ID)).matches(TenantSlug.FORM);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void everySlugHasTheFormTheDatabaseAsksFor(long seed) {
		Random random = new Random(seed);
		StringBuilder name = new StringBuilder();
		int length = 1 + random.nextInt(200);
		while (name.length() < length) {
			name.appendCodePoint(random.nextBoolean() ? 0x20 + random.nextInt(0x5f) : random.nextInt(0x2fff));
		}
		assertThat(TenantSlug.of(name.toString(), ID)).as("seed %d", seed).matches(TenantSlug.FORM);
	}

}
