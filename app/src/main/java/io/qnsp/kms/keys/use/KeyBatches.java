package io.qnsp.kms.keys.use;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.crypto.lane.LaneFullException;
import io.qnsp.kms.keys.KeyOperation;
import io.qnsp.kms.keys.KeyUse;
import io.qnsp.kms.keys.material.Material;
import io.qnsp.kms.keys.material.RememberedKeys;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.use.BatchAnswer.Result;
import io.qnsp.kms.keys.use.KeyUses.Call;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.stereotype.Component;

/**
 * Uses a key for many items. Those of a secret key are one piece of work on a lane, since
 * a hop each would cost more than they do; the others are at most {@value #AT_ONCE} at a
 * time on the lanes, slow ones one after the other, so that a batch leaves room for the
 * calls of others. An item that finds its lane full waits for its turn, as long as the
 * call has time.
 */
@Component
final class KeyBatches {

	private static final int AT_ONCE = 16;

	private static final int MOST_SLOW_ITEMS = 100;

	private static final int MOST_SLOWEST_ITEMS = 10;

	private static final Retry TURN = Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(20))
		.maxBackoff(Duration.ofMillis(500))
		.filter(LaneFullException.class::isInstance);

	private final KeyUses uses;

	private final KeyOperations operations;

	private final RememberedKeys remembered;

	KeyBatches(KeyUses uses, KeyOperations operations, RememberedKeys remembered) {
		this.uses = uses;
		this.operations = operations;
		this.remembered = remembered;
	}

	Mono<BatchAnswer> sign(BatchRequest.Sign request, Call call) {
		return run(KeyOperation.SIGN, read(request.items(),
				(item) -> new BatchItem.Sign(Input.required("dataB64", item.dataB64()), Input.context(item.context()))),
				call);
	}

	Mono<BatchAnswer> verify(BatchRequest.Verify request, Call call) {
		return run(KeyOperation.VERIFY,
				read(request.items(),
						(item) -> new BatchItem.Verify(Input.required("dataB64", item.dataB64()),
								Input.required("signatureB64", item.signatureB64()), Input.context(item.context()),
								item.keyVersion())),
				call);
	}

	Mono<BatchAnswer> encrypt(BatchRequest.Encrypt request, Call call) {
		return run(KeyOperation.ENCRYPT,
				read(request.items(),
						(item) -> new BatchItem.Encrypt(Input.required("plaintextB64", item.plaintextB64()),
								Input.associatedData(item.aadB64(), item.context()))),
				call);
	}

	Mono<BatchAnswer> decrypt(BatchRequest.Decrypt request, Call call) {
		return run(KeyOperation.DECRYPT,
				read(request.items(),
						(item) -> new BatchItem.Decrypt(
								KeyCiphertext.decode(Input.required("ciphertextB64", item.ciphertextB64()))
									.orElseThrow(KeyOperations::undecryptable),
								Input.associatedData(item.aadB64(), item.context()))),
				call);
	}

	private static <T> List<BatchItem> read(List<T> items, Function<T, BatchItem> reader) {
		return items.stream().map((item) -> {
			try {
				return reader.apply(item);
			}
			catch (QnspException problem) {
				return new BatchItem.Unreadable(problem);
			}
		}).toList();
	}

	private Mono<BatchAnswer> run(KeyOperation operation, List<BatchItem> items, Call call) {
		long bytes = items.stream().mapToLong(BatchItem::bytes).sum();
		return this.uses.usable(operation, items.size(), bytes, call)
			.doOnNext((key) -> requireAffordable(key.algorithm(), operation, items.size()))
			.flatMap((key) -> run(key, operation, items, call.audit()).map((results) -> {
				BatchAnswer answer = BatchAnswer.of(key.keyId(), results);
				KeyUse.describe(call.audit(), key.algorithm().id(), key.version(), answer.failed());
				return answer;
			}));
	}

	// The small signatures of SLH-DSA take up to two seconds each, the fast ones a tenth.
	private static void requireAffordable(Algorithm algorithm, KeyOperation operation, int items) {
		if (isSlow(algorithm, operation)) {
			int most = algorithm.nistName().endsWith("s") ? MOST_SLOWEST_ITEMS : MOST_SLOW_ITEMS;
			if (items > most) {
				throw QnspException.unprocessable("items",
						"%d signatures of %s (expected: 1..%d)".formatted(items, algorithm.nistName(), most));
			}
		}
	}

	private static boolean isSlow(Algorithm algorithm, KeyOperation operation) {
		return operation == KeyOperation.SIGN && algorithm.family() == Family.SLH_DSA;
	}

	/**
	 * Runs the items version by version and puts the results back in their order.
	 */
	private Mono<List<Result>> run(StoredKey key, KeyOperation operation, List<BatchItem> items, CallAudit audit) {
		Map<Integer, List<Integer>> byVersion = new TreeMap<>();
		for (int i = 0; i < items.size(); i++) {
			byVersion.computeIfAbsent(items.get(i).version(key.version()), (version) -> new ArrayList<>()).add(i);
		}
		return Flux.fromIterable(byVersion.entrySet())
			.concatMap((group) -> results(key, operation, group.getKey(),
					group.getValue().stream().map(items::get).toList(), audit)
				.map((results) -> new Group(group.getValue(), results)))
			.collectList()
			.map((groups) -> inOrder(items.size(), groups));
	}

	private static List<Result> inOrder(int size, List<Group> groups) {
		Result[] all = new Result[size];
		groups.forEach((group) -> {
			for (int i = 0; i < group.places.size(); i++) {
				all[group.places.get(i)] = group.results.get(i);
			}
		});
		return List.of(all);
	}

	private Mono<List<Result>> results(StoredKey key, KeyOperation operation, int version, List<BatchItem> items,
			CallAudit audit) {
		if (version == 0) {
			return each(items, AT_ONCE, (item) -> verifyByAny(key, item, audit));
		}
		if (version < 0 || version > key.version()) {
			QnspException unknown = (operation == KeyOperation.DECRYPT) ? KeyOperations.undecryptable()
					: RememberedKeys.unknownVersion(key.keyId(), version);
			return Mono.just(items.stream().map((item) -> Result.failed(unknown)).toList());
		}
		return this.remembered.with(key, version, operation, audit,
				(material) -> results(operation, material, version, items));
	}

	private Mono<List<Result>> results(KeyOperation operation, Material material, int version, List<BatchItem> items) {
		return (material instanceof Material.Secret secret) ? this.operations.together(
				material.algorithm().id() + "." + operation.wireName() + "-batch",
				() -> items.stream().map((item) -> BatchItem.tryHere(item, this.operations, secret, version)).toList())
				: each(items, isSlow(material.algorithm(), operation) ? 1 : AT_ONCE,
						(item) -> item.run(this.operations, material, version));
	}

	private Mono<Result> verifyByAny(StoredKey key, BatchItem item, CallAudit audit) {
		return (item instanceof BatchItem.Verify verify)
				? this.uses.verify(key, null, verify.data(), verify.signature(), verify.context(), audit)
					.map((verified) -> Result.verified(verified.version(), verified.valid()))
				: Mono.error(new IllegalStateException("version 0 of " + item + " (expected: a verification)"));
	}

	private static Mono<List<Result>> each(List<BatchItem> items, int atOnce, Function<BatchItem, Mono<Result>> work) {
		return Flux.fromIterable(items)
			.flatMapSequential(
					(item) -> Mono.defer(() -> work.apply(item)).retryWhen(TURN).onErrorResume(BatchItem::failed),
					atOnce)
			.collectList();
	}

	/**
	 * The results of one version's items and where they belong.
	 */
	private record Group(List<Integer> places, List<Result> results) {

	}

}
