package io.qnsp.kms.keys.use;

import java.security.MessageDigest;

import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.kms.keys.material.Material;
import io.qnsp.kms.keys.use.BatchAnswer.Result;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One item of a batch, read.
 */
sealed interface BatchItem {

	/** How many bytes of data it has. */
	long bytes();

	/**
	 * By which version of the key it is processed.
	 * @param current the key's current version
	 * @return the version; 0 when none was named and several may have made it; negative
	 * for what is no version
	 */
	int version(int current);

	/** Processes it. */
	Mono<Result> run(KeyOperations operations, Material material, int version);

	/** Processes it on a lane already. */
	Result runHere(KeyOperations operations, Material.Secret secret, int version);

	/**
	 * To be signed.
	 */
	record Sign(byte[] data, byte[] context) implements BatchItem {

		@Override
		public long bytes() {
			return this.data.length;
		}

		@Override
		public int version(int current) {
			return current;
		}

		@Override
		public Mono<Result> run(KeyOperations operations, Material material, int version) {
			return operations.sign(material, this.data, this.context)
				.map((signature) -> Result.signature(version, signature));
		}

		@Override
		public Result runHere(KeyOperations operations, Material.Secret secret, int version) {
			return Result.signature(version, operations.macHere(secret, this.data, this.context));
		}

	}

	/**
	 * To be verified.
	 */
	record Verify(byte[] data, byte[] signature, byte[] context, @Nullable Integer named) implements BatchItem {

		@Override
		public long bytes() {
			return this.data.length;
		}

		@Override
		public int version(int current) {
			return (this.named == null) ? ((current == 1) ? 1 : 0) : (this.named > 0) ? this.named : -1;
		}

		@Override
		public Mono<Result> run(KeyOperations operations, Material material, int version) {
			return operations.verify(material, this.data, this.signature, this.context)
				.map((valid) -> Result.verified(version, valid));
		}

		@Override
		public Result runHere(KeyOperations operations, Material.Secret secret, int version) {
			byte[] expected = operations.macHere(secret, this.data, this.context);
			return Result.verified(version, MessageDigest.isEqual(expected, this.signature));
		}

	}

	/**
	 * To be encrypted.
	 */
	record Encrypt(byte[] plaintext, byte[] associatedData) implements BatchItem {

		@Override
		public long bytes() {
			return this.plaintext.length;
		}

		@Override
		public int version(int current) {
			return current;
		}

		@Override
		public Mono<Result> run(KeyOperations operations, Material material, int version) {
			return operations.encrypt(material, this.plaintext, this.associatedData)
				.map((body) -> Result.ciphertext(version, body));
		}

		@Override
		public Result runHere(KeyOperations operations, Material.Secret secret, int version) {
			return Result.ciphertext(version, operations.encryptHere(secret, this.plaintext, this.associatedData));
		}

		@Override
		public String toString() {
			return "Encrypt[" + this.plaintext.length + " bytes]";
		}

	}

	/**
	 * To be decrypted.
	 */
	record Decrypt(KeyCiphertext ciphertext, byte[] associatedData) implements BatchItem {

		@Override
		public long bytes() {
			return (long) KeyCiphertext.HEADER_BYTES + this.ciphertext.body().length;
		}

		@Override
		public int version(int current) {
			return this.ciphertext.version();
		}

		@Override
		public Mono<Result> run(KeyOperations operations, Material material, int version) {
			return operations.decrypt(material, this.ciphertext.body(), this.associatedData)
				.map((plaintext) -> Result.plaintext(version, plaintext));
		}

		@Override
		public Result runHere(KeyOperations operations, Material.Secret secret, int version) {
			return Result.plaintext(version,
					operations.decryptHere(secret, this.ciphertext.body(), this.associatedData));
		}

	}

	/**
	 * Not readable.
	 */
	record Unreadable(QnspException problem) implements BatchItem {

		@Override
		public long bytes() {
			return 0;
		}

		@Override
		public int version(int current) {
			return current;
		}

		@Override
		public Mono<Result> run(KeyOperations operations, Material material, int version) {
			return Mono.just(Result.failed(this.problem));
		}

		@Override
		public Result runHere(KeyOperations operations, Material.Secret secret, int version) {
			return Result.failed(this.problem);
		}

	}

	/**
	 * The result of an item that failed; what is no item's fault fails the batch.
	 * @param failure what went wrong
	 * @return the result
	 */
	static Mono<Result> failed(Throwable failure) {
		return switch (failure) {
			case QnspException problem when problem.code().status() < 500 -> Mono.just(Result.failed(problem));
			case DecryptionException hidden -> Mono.just(Result.failed(KeyOperations.undecryptable()));
			default -> Mono.error(failure);
		};
	}

	/**
	 * {@link #runHere}, with its failure as a result.
	 */
	static Result tryHere(BatchItem item, KeyOperations operations, Material.Secret secret, int version) {
		try {
			return item.runHere(operations, secret, version);
		}
		catch (QnspException problem) {
			return Result.failed(problem);
		}
		catch (DecryptionException hidden) {
			return Result.failed(KeyOperations.undecryptable());
		}
	}

}
