package io.qnsp.core.tenantkey;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.qnsp.crypto.aead.AeadKey;
import io.qnsp.crypto.aead.KeyId;
import io.qnsp.crypto.secret.Wipeable;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's keys in memory, for a short time.
 */
final class KeySet implements Wipeable {

	private final AeadKey current;

	private final Map<KeyId, AeadKey> all;

	KeySet(AeadKey current, List<AeadKey> all) {
		this.current = Objects.requireNonNull(current);
		this.all = all.stream().collect(Collectors.toUnmodifiableMap(AeadKey::id, Function.identity()));
	}

	AeadKey current() {
		return this.current;
	}

	@Nullable AeadKey find(KeyId id) {
		return this.all.get(id);
	}

	@Override
	public void close() {
		this.all.values().forEach(AeadKey::close);
	}

}
