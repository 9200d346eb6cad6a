package io.qnsp.crypto.keyring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * The root key on disk. Blocks.
 */
final class RootKeyFile {

	private static final SecretAccess WRITE = SecretAccess.because("writing a new root key to its file");

	private static final FileAttribute<?> OWNER_FILE = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

	private static final FileAttribute<?> OWNER_FOLDER = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
			PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_READ,
			PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

	private RootKeyFile() {
	}

	static SecretBytes read(Path file) throws IOException {
		requireOwnerOnly(file);
		SecretBytes key;
		try (InputStream in = Files.newInputStream(file)) {
			key = SecretBytes.takeOver(in.readNBytes(RootKey.BYTES + 1));
		}
		requireUsable(file, key);
		return key;
	}

	/**
	 * A temporary file is written and synced, then linked under its name: unlike a
	 * rename, a link never replaces a key that another process made meanwhile.
	 */
	static void create(Path file, SecretBytes key) throws IOException {
		Path folder = folderOf(file);
		Files.createDirectories(folder, OWNER_FOLDER);
		removeLeftOvers(file, folder);
		Path temporary = folder.resolve(temporaryPrefix(file) + UUID.randomUUID());
		try {
			write(temporary, key);
			Files.createLink(file, temporary);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
		sync(folder);
	}

	private static void write(Path temporary, SecretBytes key) throws IOException {
		byte[] bytes = key.toByteArray(WRITE);
		Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		try (FileChannel channel = FileChannel.open(temporary, options, OWNER_FILE)) {
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			channel.force(true);
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

	/** A key that a crash left half-written was never used under any name. */
	private static void removeLeftOvers(Path file, Path folder) throws IOException {
		try (DirectoryStream<Path> leftOvers = Files.newDirectoryStream(folder,
				(path) -> String.valueOf(path.getFileName()).startsWith(temporaryPrefix(file)))) {
			for (Path leftOver : leftOvers) {
				Files.deleteIfExists(leftOver);
			}
		}
	}

	/** Makes the new name itself survive a crash. */
	private static void sync(Path folder) throws IOException {
		try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	private static void requireOwnerOnly(Path file) throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
		if (view == null) {
			throw new RootKeyFileException(file, "file system without POSIX permissions",
					"one where the mode can be checked");
		}
		Set<PosixFilePermission> mode = view.readAttributes().permissions();
		if (mode.stream().anyMatch(OTHERS::contains)) {
			throw new RootKeyFileException(file, "mode " + PosixFilePermissions.toString(mode),
					"rw------- (0600) or r-------- (0400)");
		}
	}

	private static void requireUsable(Path file, SecretBytes key) {
		boolean wholeLength = key.length() == RootKey.BYTES;
		try (SecretBytes zeros = SecretBytes.takeOver(new byte[RootKey.BYTES])) {
			if (wholeLength && !key.equals(zeros)) {
				return;
			}
		}
		String found = wholeLength ? "all bytes are zero"
				: (key.length() > RootKey.BYTES) ? "more than " + RootKey.BYTES + " bytes" : key.length() + " bytes";
		key.close();
		throw new RootKeyFileException(file, found, RootKey.BYTES + " random bytes");
	}

	private static Path folderOf(Path file) {
		Path folder = file.toAbsolutePath().getParent();
		if (folder == null) {
			throw new IllegalArgumentException("root key file " + file + ": has no folder (expected: a file's path)");
		}
		return folder;
	}

	private static String temporaryPrefix(Path file) {
		return "." + file.getFileName() + ".tmp-";
	}

}
