package io.qnsp.kms.agility.migration.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.keys.KeyDescription;
import io.qnsp.kms.keys.KeyTypes;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a plan moves: those it names, and those of the types it names. A scope that
 * names nothing is every live key that quantum computers break.
 *
 * @param keyIds keys, at most 1000
 * @param keyTypes algorithms or families, such as {@code RSA} or {@code ECDSA-P256}, at
 * most 100
 */
public record PlanScope(List<UUID> keyIds, List<String> keyTypes) {

	private static final int MOST_IDS = 1000;

	private static final int MOST_TYPES = 100;

	public PlanScope {
		keyIds = List.copyOf(keyIds);
		keyTypes = List.copyOf(keyTypes);
	}

	/**
	 * A scope as it is sent.
	 *
	 * @param keyIds keys
	 * @param keyTypes algorithms or families
	 */
	public record Request(@Nullable List<UUID> keyIds, @Nullable List<String> keyTypes) {

	}

	/**
	 * Reads what a caller asks for.
	 * @param asked the scope, or {@code null} for every key that quantum computers break
	 * @return the scope, each key and type once
	 * @throws QnspException a 400 for what is too much, a 422 for an unknown type
	 */
	public static PlanScope of(@Nullable Request asked) {
		List<UUID> ids = (asked != null && asked.keyIds != null) ? asked.keyIds : List.of();
		List<String> types = (asked != null && asked.keyTypes != null) ? asked.keyTypes : List.of();
		FieldProblems problems = new FieldProblems();
		problems.add(sizeProblem("scope.keyIds", ids, MOST_IDS));
		problems.add(sizeProblem("scope.keyTypes", types, MOST_TYPES));
		problems.throwIfAny();
		for (int i = 0; i < types.size(); i++) {
			String type = types.get(i);
			if (KeyTypes.named(type).isEmpty()) {
				throw QnspException.unprocessable("scope.keyTypes[" + i + "]",
						"unknown (expected: an algorithm or family, such as RSA or ECDSA-P256)");
			}
		}
		return new PlanScope(ids.stream().distinct().toList(), types.stream().distinct().toList());
	}

	// Jackson puts null into a list that says it holds none.
	private static @Nullable String sizeProblem(String field, List<?> values, int most) {
		if (values.size() > most) {
			return "%s: %d (expected: at most %d)".formatted(field, values.size(), most);
		}
		return values.stream().anyMatch(Objects::isNull) ? field + ": null (expected: a value)" : null;
	}

	/**
	 * What decides whether a key is in the scope.
	 * @return true for keys of the scope
	 */
	public Predicate<KeyDescription> test() {
		if (this.keyIds.isEmpty() && this.keyTypes.isEmpty()) {
			return (key) -> key.state().isAlive() && !key.algorithm().family().isQuantumSafe();
		}
		Set<UUID> ids = new HashSet<>(this.keyIds);
		List<Predicate<Algorithm>> types = this.keyTypes.stream()
			.flatMap((type) -> KeyTypes.named(type).stream())
			.toList();
		return (key) -> ids.contains(key.keyId())
				|| (key.state().isAlive() && types.stream().anyMatch((type) -> type.test(key.algorithm())));
	}

}
