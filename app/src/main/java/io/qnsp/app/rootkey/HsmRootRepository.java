package io.qnsp.app.rootkey;

import java.time.Instant;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which keys of HSMs have been root keys, each with the sealing secret that it wraps.
 */
final class HsmRootRepository {

	// Names the advisory lock: one instance at a time makes a root key.
	private static final long LOCK = 0x716e73705f68726bL;

	private final Sql system;

	HsmRootRepository(Sql system) {
		this.system = system;
	}

	/** Waits for other instances, until the transaction ends. */
	Mono<Void> lock() {
		return this.system.query("SELECT pg_advisory_xact_lock(:lock) IS NULL AS locked")
			.bind("lock", LOCK)
			.one((row) -> true)
			.then();
	}

	Flux<Stored> all() {
		return this.system
			.query("SELECT root_key_id, label, reference, wrapped_secret FROM hsm_root_key ORDER BY created_at")
			.all((row) -> new Stored(Columns.required(row, "root_key_id", String.class),
					Columns.required(row, "label", String.class), Columns.required(row, "reference", String.class),
					Columns.required(row, "wrapped_secret", byte[].class)));
	}

	Mono<Void> insert(Stored root, Instant now) {
		return this.system.query("""
				INSERT INTO hsm_root_key (root_key_id, label, reference, wrapped_secret, created_at)
				VALUES (:id, :label, :reference, :secret, :now)
				""")
			.bind("id", root.rootKeyId())
			.bind("label", root.label())
			.bind("reference", root.reference())
			.bind("secret", root.wrappedSecret())
			.bind("now", now)
			.update()
			.then();
	}

	/**
	 * A root key.
	 *
	 * @param rootKeyId its public name
	 * @param label its label in the HSM
	 * @param reference what the HSM finds it by
	 * @param wrappedSecret the sealing secret, wrapped by it
	 */
	record Stored(String rootKeyId, String label, String reference, byte[] wrappedSecret) {

	}

}
