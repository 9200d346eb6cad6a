package io.qnsp.crypto.keyring;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RootKeyTests {

	private static final Randoms RANDOMS = TestEngine.ENGINE.randoms();

	@TempDir
	private Path folder;

	@Test
	void createsAFileForItsOwnerAloneAndNothingElse() throws IOException {
		Path file = this.folder.resolve("data/keys/root.key");
		try (RootKey key = RootKey.create(file, RANDOMS)) {
			assertThat(Files.readAllBytes(file)).hasSize(32);
			assertThat(mode(file)).isEqualTo("rw-------");
			assertThat(mode(file.getParent())).isEqualTo("rwx------");
			assertThat(filesIn(file.getParent())).containsExactly("root.key");
			assertThat(key).hasToString("RootKey[" + key.id() + "]");
		}
	}

	@Test
	void loadsWhatItCreated() throws IOException {
		Path file = this.folder.resolve("root.key");
		try (RootKey created = RootKey.loadOrCreate(file, RANDOMS);
				RootKey loaded = RootKey.loadOrCreate(file, RANDOMS)) {
			assertThat(loaded.id()).isEqualTo(created.id());
			assertThat(loaded.bytes()).isEqualTo(created.bytes());
		}
	}

	@Test
	void neverReplacesAKey() throws IOException {
		Path file = this.folder.resolve("root.key");
		RootKey.create(file, RANDOMS).close();
		byte[] before = Files.readAllBytes(file);
		assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> RootKey.create(file, RANDOMS));
		assertThat(Files.readAllBytes(file)).isEqualTo(before);
		assertThat(filesIn(this.folder)).containsExactly("root.key");
	}

	@Test
	void racingCreatorsAgreeOnOneKey() throws IOException {
		Path file = this.folder.resolve("root.key");
		List<CompletableFuture<String>> racers = IntStream.range(0, 8)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> idOfCreated(file)))
			.toList();
		List<String> ids = racers.stream().map(CompletableFuture::join).filter((id) -> !id.isEmpty()).toList();
		try (RootKey key = RootKey.load(file)) {
			assertThat(ids).hasSizeLessThanOrEqualTo(1).allMatch(key.id().toString()::equals);
		}
		assertThat(filesIn(this.folder)).containsExactly("root.key");
	}

	@Test
	void ignoresAndRemovesWhatACrashLeftHalfWritten() throws IOException {
		Path file = this.folder.resolve("root.key");
		Files.write(this.folder.resolve(".root.key.tmp-crashed"), new byte[7]);
		RootKey.loadOrCreate(file, RANDOMS).close();
		assertThat(filesIn(this.folder)).containsExactly("root.key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rw-r-----", "rw----r--", "rw--w----", "rwx--x---", "rw-----w-", "rw-rw-rw-" })
	void refusesAFileThatOthersCanUse(String mode) throws IOException {
		Path file = keyFile(new byte[] { 1 }, mode);
		assertThatExceptionOfType(RootKeyFileException.class).isThrownBy(() -> RootKey.load(file))
			.withMessage(
					"root key file " + file + ": mode " + mode + " (expected: rw------- (0600) or r-------- (0400))");
	}

	@Test
	void acceptsAReadOnlyFile() throws IOException {
		Path file = keyFile(RANDOMS.bytes(32), "r--------");
		RootKey.load(file).close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 31, 33, 64, 1_000_000 })
	void refusesAnotherLength(int length) throws IOException {
		byte[] content = new byte[length];
		java.util.Arrays.fill(content, (byte) 3);
		Path file = keyFile(content, "rw-------");
		assertThatExceptionOfType(RootKeyFileException.class).isThrownBy(() -> RootKey.load(file))
			.withMessageEndingWith((length > 32) ? "more than 32 bytes (expected: 32 random bytes)"
					: length + " bytes (expected: 32 random bytes)");
	}

	@Test
	void refusesAFileOfZeros() throws IOException {
		Path file = keyFile(new byte[32], "rw-------");
		assertThatExceptionOfType(RootKeyFileException.class).isThrownBy(() -> RootKey.load(file))
			.withMessageContaining("all bytes are zero");
	}

	@Test
	void failsForAMissingFile() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> RootKey.load(this.folder.resolve("missing")));
	}

	@Test
	void refusesKeyMaterialOfAnotherLength() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> RootKey.of(SecretBytes.takeOver(new byte[16])))
			.withMessage("root key: 16 bytes (expected: 32)");
	}

	private Path keyFile(byte[] content, String mode) throws IOException {
		Path file = Files.write(this.folder.resolve("given.key"), content);
		return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
	}

	/** Empty if another was faster. */
	private static String idOfCreated(Path file) {
		try (RootKey key = RootKey.create(file, RANDOMS)) {
			return key.id().toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static String mode(Path file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

	private static List<String> filesIn(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

}
