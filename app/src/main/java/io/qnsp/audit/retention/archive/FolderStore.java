package io.qnsp.audit.retention.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

import io.qnsp.core.error.QnspException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Objects as files of a folder, mode 0600. A file gets its name when it is whole and on
 * disk. File I/O blocks, so it has threads of its own.
 */
final class FolderStore implements ArchiveStore {

	private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

	private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	private static final int PIECE = 64 * 1024;

	private static final int AHEAD = 4;

	private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

	private final Path folder;

	private final Scheduler files;

	FolderStore(Path folder, Scheduler files) {
		this.folder = folder;
		this.files = files;
	}

	@Override
	public Mono<Long> write(String name, Flux<byte[]> content) {
		Path target = this.folder.resolve(name);
		Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
		Mono<FileChannel> begun = Mono.fromCallable(() -> {
			Files.createDirectories(parent(target), OWNER_ONLY);
			return FileChannel.open(unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
					OWNER_ONLY_FILE);
		}).subscribeOn(this.files);
		return Mono
			.usingWhen(begun,
					(channel) -> content.publishOn(this.files, AHEAD)
						.doOnNext((bytes) -> append(channel, bytes))
						.then(Mono.fromCallable(() -> finish(channel, unfinished, target))),
					this::close, (channel, error) -> discard(channel, unfinished),
					(channel) -> discard(channel, unfinished))
			.onErrorMap(FolderStore::isFileFault,
					(ex) -> QnspException.unavailable("The archive store can't be written", RETRY_AFTER, ex));
	}

	private static void append(FileChannel channel, byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try {
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private long finish(FileChannel channel, Path unfinished, Path target) throws IOException {
		long size = channel.size();
		channel.force(true);
		Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
		// The names are durable too: the file's in its folder, that one's in the store.
		sync(parent(target));
		sync(this.folder);
		return size;
	}

	private static void sync(Path folder) throws IOException {
		try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	private Mono<Void> close(FileChannel channel) {
		return Mono.<Void>fromCallable(() -> {
			channel.close();
			return null;
		}).subscribeOn(this.files);
	}

	private Mono<Void> discard(FileChannel channel, Path unfinished) {
		return Mono.<Void>fromCallable(() -> {
			channel.close();
			Files.deleteIfExists(unfinished);
			return null;
		}).subscribeOn(this.files);
	}

	@Override
	public Flux<byte[]> read(String name) {
		Path file = this.folder.resolve(name);
		return Flux
			.<byte[], FileChannel>generate(() -> FileChannel.open(file, StandardOpenOption.READ), (channel, sink) -> {
				ByteBuffer piece = ByteBuffer.allocate(PIECE);
				try {
					int read = channel.read(piece);
					if (read < 0) {
						sink.complete();
					}
					else {
						byte[] bytes = new byte[read];
						piece.flip().get(bytes);
						sink.next(bytes);
					}
				}
				catch (IOException ex) {
					sink.error(ex);
				}
				return channel;
			}, FolderStore::release)
			.subscribeOn(this.files)
			.onErrorMap(FolderStore::isFileFault,
					(ex) -> QnspException.unavailable("The archive can't be read from its store", RETRY_AFTER, ex));
	}

	private static void release(FileChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isFileFault(Throwable error) {
		return error instanceof IOException || error instanceof UncheckedIOException;
	}

	private static Path parent(Path file) {
		Path parent = file.getParent();
		if (parent == null) {
			throw new IllegalArgumentException(file + " (expected: a file in a folder)");
		}
		return parent;
	}

}
