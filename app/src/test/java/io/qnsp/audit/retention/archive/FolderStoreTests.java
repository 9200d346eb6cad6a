package io.qnsp.audit.retention.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.qnsp.core.error.QnspException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class FolderStoreTests {

	private static final String NAME = "tenant/archive.qar";

	private final Scheduler files = Schedulers.newBoundedElastic(2, 10, "files");

	@TempDir
	private Path folder = Path.of("unset");

	@AfterEach
	void stop() {
		this.files.dispose();
	}

	private FolderStore store() {
		return new FolderStore(this.folder, this.files);
	}

	private List<String> content() throws IOException {
		try (Stream<Path> all = Files.walk(this.folder)) {
			return all.filter(Files::isRegularFile).map((file) -> this.folder.relativize(file).toString()).toList();
		}
	}

	@Test
	void writesAWholeFileThatOnlyTheServerReads() throws IOException {
		assertThat(store().write(NAME, Flux.just(new byte[] { 1, 2 }, new byte[] { 3 })).block()).isEqualTo(3);
		assertThat(content()).containsExactly(NAME);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.folder.resolve(NAME))))
			.isEqualTo("rw-------");
		List<byte[]> read = Objects.requireNonNull(store().read(NAME).collectList().block());
		assertThat(read).singleElement().isEqualTo(new byte[] { 1, 2, 3 });
	}

	@Test
	void aWriteThatFailsLeavesNothing() throws IOException {
		assertThatIllegalStateException().isThrownBy(() -> store()
			.write(NAME, Flux.just(new byte[1]).concatWith(Flux.error(new IllegalStateException("injected"))))
			.block());
		assertThat(content()).isEmpty();
	}

	@Test
	void aStoreThatCannotBeWrittenOrReadIsUnavailable() throws IOException {
		Files.writeString(this.folder.resolve("tenant"), "a file where a folder should be");
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> store().write(NAME, Flux.empty()).block())
			.satisfies((ex) -> assertThat(ex.code().status()).isEqualTo(503));
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> store().read(NAME).blockLast())
			.satisfies((ex) -> assertThat(ex.code().status()).isEqualTo(503));
	}

}
