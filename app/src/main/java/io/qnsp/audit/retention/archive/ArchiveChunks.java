package io.qnsp.audit.retention.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import io.qnsp.crypto.aead.Aead;
import io.qnsp.crypto.aead.AeadKey;
import io.qnsp.crypto.aead.AssociatedData;
import io.qnsp.crypto.aead.DecryptionException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The stored form of an archive: frames of a length (4 bytes, big-endian) and an envelope
 * (AES-256-GCM). Each envelope holds one gzip member of whole lines and is bound to the
 * archive, its index and whether it is the last; the last one is empty. What is read
 * stops with an error at the first frame that was changed, moved, left out or cut off.
 */
final class ArchiveChunks {

	/** How much plain text one chunk holds at least, except for the last ones. */
	private static final int CHUNK = 256 * 1024;

	/** A chunk has at most one batch of lines more than that. */
	private static final int LARGEST_FRAME = 64 * 1024 * 1024;

	private static final String FORMAT = "audit-archive v1";

	private final Aead aead;

	private final AeadKey key;

	private final UUID tenantId;

	private final UUID archiveId;

	ArchiveChunks(Aead aead, AeadKey key, UUID tenantId, UUID archiveId) {
		this.aead = aead;
		this.key = key;
		this.tenantId = tenantId;
		this.archiveId = archiveId;
	}

	/**
	 * Compresses and seals.
	 * @param lines whole lines, in pieces of any size
	 * @return frames
	 */
	Flux<byte[]> sealed(Flux<byte[]> lines) {
		return Flux.defer(() -> {
			AtomicLong index = new AtomicLong();
			AtomicLong collected = new AtomicLong();
			Flux<byte[]> full = lines.bufferUntil((piece) -> {
				if (collected.addAndGet(piece.length) < CHUNK) {
					return false;
				}
				collected.set(0);
				return true;
			}).concatMap((pieces) -> frame(compressed(pieces), index.getAndIncrement(), false), 1);
			return full.concatWith(Mono.defer(() -> frame(new byte[0], index.get(), true)));
		});
	}

	private Mono<byte[]> frame(byte[] chunk, long index, boolean last) {
		return this.aead.encrypt(this.key, chunk, boundTo(index, last))
			.map((envelope) -> ByteBuffer.allocate(Integer.BYTES + envelope.length)
				.putInt(envelope.length)
				.put(envelope)
				.array());
	}

	/**
	 * Opens and decompresses.
	 * @param stored what was stored, in pieces of any size
	 * @return whole lines; a {@link DecryptionException} when it is not what was stored
	 */
	Flux<byte[]> opened(Flux<byte[]> stored) {
		return Flux.defer(() -> {
			Frames frames = new Frames();
			AtomicLong index = new AtomicLong();
			return stored.concatMapIterable(frames::add, 1)
				.concatMap((envelope) -> open(envelope, index.getAndIncrement(), frames), 1)
				.concatWith(Flux.defer(() -> frames.isWhole() ? Flux.empty() : Flux.error(new DecryptionException())));
		});
	}

	// Only the last frame opens as the last one.
	private Mono<byte[]> open(byte[] envelope, long index, Frames frames) {
		if (frames.lastSeen) {
			return Mono.error(new DecryptionException());
		}
		if (envelope.length == Aead.OVERHEAD_BYTES) {
			return this.aead.decrypt(this.key, envelope, boundTo(index, true)).flatMap((nothing) -> {
				frames.lastSeen = true;
				return Mono.empty();
			});
		}
		return this.aead.decrypt(this.key, envelope, boundTo(index, false)).map(ArchiveChunks::decompressed);
	}

	private AssociatedData boundTo(long index, boolean last) {
		return AssociatedData.of(FORMAT, this.tenantId.toString(), this.archiveId.toString(), Long.toString(index),
				last ? "last" : "more");
	}

	private static byte[] compressed(List<byte[]> pieces) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			for (byte[] piece : pieces) {
				gzip.write(piece);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("memory does not fail", ex);
		}
		return out.toByteArray();
	}

	private static byte[] decompressed(byte[] member) {
		try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(member))) {
			return gzip.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("what was sealed is a gzip member", ex);
		}
	}

	/**
	 * Puts frames together. One chain uses it.
	 */
	private static final class Frames {

		private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

		private boolean lastSeen;

		List<byte[]> add(byte[] piece) {
			this.rest.writeBytes(piece);
			if (this.rest.size() < Integer.BYTES) {
				return List.of();
			}
			ByteBuffer bytes = ByteBuffer.wrap(this.rest.toByteArray());
			if (!isComplete(bytes)) {
				return List.of();
			}
			List<byte[]> whole = new ArrayList<>();
			while (isComplete(bytes)) {
				byte[] envelope = new byte[bytes.getInt()];
				bytes.get(envelope);
				whole.add(envelope);
			}
			this.rest.reset();
			this.rest.write(bytes.array(), bytes.position(), bytes.remaining());
			return whole;
		}

		private static boolean isComplete(ByteBuffer bytes) {
			if (bytes.remaining() < Integer.BYTES) {
				return false;
			}
			int length = bytes.getInt(bytes.position());
			if (length < Aead.OVERHEAD_BYTES || length > LARGEST_FRAME) {
				throw new DecryptionException();
			}
			return bytes.remaining() - Integer.BYTES >= length;
		}

		boolean isWhole() {
			return this.lastSeen && this.rest.size() == 0;
		}

	}

}
