package io.qnsp.app.datadir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class DataDirectoryTests {

	@TempDir
	private Path parent;

	private DataDirectory directory;

	@BeforeEach
	void open() {
		this.directory = DataDirectory.open(this.parent.resolve("data"));
	}

	@AfterEach
	void close() {
		this.directory.close();
	}

	@Test
	void isClosedToOtherUsers() throws IOException {
		assertThat(mode(this.directory.path())).isEqualTo("rwx------");
		assertThat(mode(this.directory.privateFolder("inner"))).isEqualTo("rwx------");
	}

	@Test
	void belongsToOneServerUntilItIsClosed() {
		assertThatIllegalStateException().isThrownBy(() -> DataDirectory.open(this.parent.resolve("data/../data")))
			.withMessageContaining("in use by another QNSP server");
		this.directory.close();
		open();
		assertThatIllegalStateException().isThrownBy(() -> DataDirectory.open(this.parent.resolve("data")));
	}

	@Test
	void secretIsMadeOnceAndKept() throws IOException {
		byte[] first = bytes("first");
		assertThat(this.directory.readOrCreateSecret("key", () -> first)).isEqualTo(first);
		assertThat(this.directory.readOrCreateSecret("key", () -> bytes("second"))).isEqualTo(first);
		assertThat(mode(this.directory.resolve("key"))).isEqualTo("rw-------");
	}

	@Test
	void fileIsReplacedWholeAndNothingUnfinishedStays() throws IOException {
		Files.writeString(this.directory.resolve("file.unfinished"), "left by a crash, much longer than the content");
		this.directory.writePrivately("file", bytes("old"));
		this.directory.writePrivately("file", bytes("new"));
		assertThat(this.directory.resolve("file")).hasContent("new");
		assertThat(mode(this.directory.resolve("file"))).isEqualTo("rw-------");
		assertThat(this.directory.resolve("file.unfinished")).doesNotExist();
	}

	@Test
	void secretOpenedToOthersIsClosedAgain() throws IOException {
		this.directory.readOrCreateSecret("key", () -> bytes("first"));
		Files.setPosixFilePermissions(this.directory.resolve("key"), PosixFilePermissions.fromString("rw-r--r--"));
		this.directory.readOrCreateSecret("key", () -> bytes("second"));
		assertThat(mode(this.directory.resolve("key"))).isEqualTo("rw-------");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String mode(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

}
