package io.qnsp.audit.retention.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.CryptoEngineSettings;
import io.qnsp.crypto.aead.AeadKey;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.aead.KeyId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ArchiveChunksTests {

	private static final CryptoEngine ENGINE = CryptoEngine.start(CryptoEngineSettings.ofThisMachine(Map.of()),
			new SimpleMeterRegistry());

	private static final AeadKey KEY = ENGINE.aead().generateKey(new KeyId(1, 2));

	private static final UUID TENANT = new UUID(1, 1);

	private final ArchiveChunks chunks = new ArchiveChunks(ENGINE.aead(), KEY, TENANT, new UUID(2, 2));

	private final List<byte[]> frames = sealed(lines());

	@AfterAll
	static void close() {
		KEY.close();
		ENGINE.close();
	}

	// Random text does not compress away: several chunks.
	private static byte[] lines() {
		Random random = new Random(1);
		StringBuilder lines = new StringBuilder();
		while (lines.length() < 900_000) {
			lines.append("{\"n\":\"").append(Long.toHexString(random.nextLong())).append("\"}\n");
		}
		return lines.toString().getBytes(StandardCharsets.UTF_8);
	}

	private List<byte[]> sealed(byte[] plain) {
		List<byte[]> pieces = new ArrayList<>();
		for (int at = 0; at < plain.length; at += 10_000) {
			pieces.add(java.util.Arrays.copyOfRange(plain, at, Math.min(plain.length, at + 10_000)));
		}
		return Objects.requireNonNull(this.chunks.sealed(Flux.fromIterable(pieces)).collectList().block());
	}

	private byte[] opened(ArchiveChunks by, List<byte[]> stored) {
		return joined(Objects.requireNonNull(by.opened(Flux.fromIterable(stored)).collectList().block()));
	}

	private static byte[] joined(List<byte[]> pieces) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		pieces.forEach(all::writeBytes);
		return all.toByteArray();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 65_536, 10_000_000 })
	void opensInPiecesOfAnySize(int size) {
		byte[] stored = joined(this.frames);
		assertThat(this.frames).hasSizeGreaterThan(3);
		List<byte[]> pieces = new ArrayList<>();
		int step = (size < 100) ? 50_000 + size : size;
		for (int at = 0; at < stored.length; at += step) {
			pieces.add(java.util.Arrays.copyOfRange(stored, at, Math.min(stored.length, at + step)));
		}
		assertThat(opened(this.chunks, pieces)).isEqualTo(lines());
	}

	@Test
	void holdsNothingInClear() {
		assertThat(new String(joined(this.frames), StandardCharsets.ISO_8859_1)).doesNotContain("{\"n\":");
	}

	@Test
	void anArchiveOfNothingIsOneFrame() {
		List<byte[]> empty = Objects.requireNonNull(this.chunks.sealed(Flux.empty()).collectList().block());
		assertThat(empty).hasSize(1);
		assertThat(opened(this.chunks, empty)).isEmpty();
	}

	@Test
	void noticesEveryChangedByte() {
		Random random = new Random(2);
		for (int i = 0; i < 50; i++) {
			List<byte[]> changed = new ArrayList<>(this.frames);
			int frame = random.nextInt(changed.size());
			byte[] bytes = changed.get(frame).clone();
			bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
			changed.set(frame, bytes);
			refused(this.chunks, changed);
		}
	}

	@Test
	void noticesFramesThatWereLeftOutMovedAddedOrCutOff() {
		for (int i = 0; i < this.frames.size(); i++) {
			List<byte[]> without = new ArrayList<>(this.frames);
			without.remove(i);
			refused(this.chunks, without);
			refused(this.chunks, this.frames.subList(0, i));
		}
		List<byte[]> swapped = new ArrayList<>(this.frames);
		Collections.swap(swapped, 0, 1);
		refused(this.chunks, swapped);
		List<byte[]> more = new ArrayList<>(this.frames);
		more.add(this.frames.getFirst());
		refused(this.chunks, more);
		List<byte[]> rest = new ArrayList<>(this.frames);
		rest.add(new byte[] { 1 });
		refused(this.chunks, rest);
		refused(this.chunks, List.of(ByteBuffer.allocate(4).putInt(-1).array()));
	}

	@Test
	void opensForNoOtherArchiveTenantOrKey() {
		refused(new ArchiveChunks(ENGINE.aead(), KEY, TENANT, new UUID(2, 3)), this.frames);
		refused(new ArchiveChunks(ENGINE.aead(), KEY, new UUID(9, 9), new UUID(2, 2)), this.frames);
		try (AeadKey other = ENGINE.aead().generateKey(new KeyId(1, 2))) {
			refused(new ArchiveChunks(ENGINE.aead(), other, TENANT, new UUID(2, 2)), this.frames);
		}
	}

	private void refused(ArchiveChunks by, List<byte[]> stored) {
		assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> opened(by, stored));
	}

}
