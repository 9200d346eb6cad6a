package io.qnsp.app.datadir;

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
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The folder that holds everything the server keeps on this machine. It belongs to one
 * server at a time: opening it takes a lock that ends with the process, however it ends.
 * All methods block; they are for start-up and shutdown.
 */
public final class DataDirectory implements AutoCloseable {

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

	private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

	/**
	 * The folders that this process holds. A lock on a file is the process's, and closing
	 * any channel to the file gives it up: so the file is never opened twice.
	 */
	private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

	private final Path path;

	private final FileChannel lockFile;

	private DataDirectory(Path path, FileChannel lockFile) {
		this.path = path;
		this.lockFile = lockFile;
	}

	/**
	 * Opens the folder, makes it if it is not there, and closes it to other users.
	 * @param folder the folder, relative to the working directory or absolute
	 * @return the folder, held until closed
	 * @throws IllegalStateException when another server holds it
	 */
	public static DataDirectory open(Path folder) {
		try {
			Path path = Files.createDirectories(folder.toAbsolutePath()).toRealPath();
			Files.setPosixFilePermissions(path, OWNER_ONLY);
			return new DataDirectory(path, lock(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Data folder %s can't be used".formatted(folder), ex);
		}
	}

	private static FileChannel lock(Path path) throws IOException {
		if (!HELD.add(path)) {
			throw inUse(path);
		}
		try {
			FileChannel channel = FileChannel.open(path.resolve("server.lock"),
					Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY_FILE);
			if (channel.tryLock() == null) {
				channel.close();
				throw inUse(path);
			}
			return channel;
		}
		catch (IOException | IllegalStateException ex) {
			HELD.remove(path);
			throw ex;
		}
	}

	private static IllegalStateException inUse(Path path) {
		return new IllegalStateException(
				"Data folder %s is in use by another QNSP server (expected: one server for each QNSP_DATA_DIR)"
					.formatted(path));
	}

	/**
	 * The folder itself.
	 * @return an absolute path without links
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * A file or folder inside.
	 * @param name its name
	 * @return the absolute path
	 */
	public Path resolve(String name) {
		return this.path.resolve(name);
	}

	/**
	 * Makes a folder inside that only the server's user can enter.
	 * @param name its name
	 * @return the absolute path
	 */
	public Path privateFolder(String name) {
		try {
			Path folder = Files.createDirectories(resolve(name));
			Files.setPosixFilePermissions(folder, OWNER_ONLY);
			return folder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Folder %s can't be made".formatted(resolve(name)), ex);
		}
	}

	/**
	 * Reads a secret file, or makes it with mode 0600. After a crash the file is whole or
	 * not there.
	 * @param name the file's name
	 * @param newContent called when there is no such file
	 * @return the content on disk
	 */
	public byte[] readOrCreateSecret(String name, Supplier<byte[]> newContent) {
		Path file = resolve(name);
		try {
			if (!Files.exists(file)) {
				writePrivately(name, newContent.get());
			}
			Files.setPosixFilePermissions(file,
					EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Secret file %s can't be read or made".formatted(file), ex);
		}
	}

	/**
	 * Writes a file with mode 0600, whole or not at all, and durable when this returns.
	 * @param name the file's name; an existing one is replaced
	 * @param content the content
	 */
	public void writePrivately(String name, byte[] content) {
		Path unfinished = resolve(name + ".unfinished");
		try {
			Files.deleteIfExists(unfinished);
			try (FileChannel channel = FileChannel.open(unfinished,
					Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY_FILE)) {
				ByteBuffer buffer = ByteBuffer.wrap(content);
				while (buffer.hasRemaining()) {
					channel.write(buffer);
				}
				channel.force(true);
			}
			Files.move(unfinished, resolve(name), StandardCopyOption.ATOMIC_MOVE);
			makeNamesDurable();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("File %s can't be written".formatted(resolve(name)), ex);
		}
	}

	/**
	 * Removes a file, durably when this returns.
	 * @param name the file's name; nothing happens if there is none
	 */
	public void remove(String name) {
		try {
			if (Files.deleteIfExists(resolve(name))) {
				makeNamesDurable();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("File %s can't be removed".formatted(resolve(name)), ex);
		}
	}

	private void makeNamesDurable() throws IOException {
		try (FileChannel folder = FileChannel.open(this.path, StandardOpenOption.READ)) {
			folder.force(true);
		}
	}

	/**
	 * Gives the folder back. The lock file stays: removing it would let two servers lock
	 * two files of the same name.
	 */
	@Override
	public void close() {
		try {
			this.lockFile.close();
			HELD.remove(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Data folder %s can't be given back".formatted(this.path), ex);
		}
	}

}
