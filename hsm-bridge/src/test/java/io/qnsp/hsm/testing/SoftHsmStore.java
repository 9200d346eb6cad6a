package io.qnsp.hsm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one store of SoftHSM tokens of this test JVM. It is empty when the JVM first asks
 * for it and then filled with a stock of tokens at once: a library sees the tokens that
 * were there when it was initialised, never later ones.
 */
final class SoftHsmStore {

	private static final List<String> LIBRARIES = List.of("/usr/lib/softhsm/libsofthsm2.so",
			"/usr/lib64/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so");

	private final Path tokens;

	private final Path unplugged;

	private final Queue<SoftToken> stock = new ArrayDeque<>();

	private SoftHsmStore(Path folder) {
		this.tokens = TestFolders.emptied(folder.resolve("softhsm"));
		this.unplugged = TestFolders.emptied(folder.resolve("softhsm-unplugged"));
	}

	static SoftHsmStore get() {
		return Holder.STORE;
	}

	private static SoftHsmStore filled() {
		SoftHsmStore store = new SoftHsmStore(TestFolders.tokens());
		try {
			Files.writeString(TestFolders.softHsmConfiguration(), """
					directories.tokendir = %s
					objectstore.backend = file
					log.level = ERROR
					slots.removable = false
					""".formatted(store.tokens));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		for (int i = 1; i <= SoftToken.STOCK; i++) {
			store.stock
				.add(store.create("soft-%03d".formatted(i), "pin-%06d".formatted(i), "so-pin-%06d".formatted(i)));
		}
		return store;
	}

	Path library() {
		return LIBRARIES.stream()
			.map(Path::of)
			.filter(Files::exists)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(
					"SoftHSM is at none of " + LIBRARIES + ": run config/prepare-tests"));
	}

	synchronized SoftToken take() {
		SoftToken token = this.stock.poll();
		if (token == null) {
			throw new IllegalStateException("All " + SoftToken.STOCK + " tokens are taken: raise SoftToken.STOCK");
		}
		return token;
	}

	synchronized SoftToken create(String label, String pin, String soPin) {
		Set<String> before = folders();
		Program.run("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", pin, "--so-pin", soPin);
		Set<String> made = new HashSet<>(folders());
		made.removeAll(before);
		if (made.size() != 1) {
			throw new IllegalStateException("One new token was expected in " + this.tokens + ", there are " + made);
		}
		return new SoftToken(label, pin, soPin, made.iterator().next());
	}

	void unplug(String folder) {
		move(this.tokens, this.unplugged, folder);
	}

	void plugIn(String folder) {
		move(this.unplugged, this.tokens, folder);
	}

	private static void move(Path from, Path to, String folder) {
		try {
			Files.move(from.resolve(folder), to.resolve(folder));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Set<String> folders() {
		try (Stream<Path> folders = Files.list(this.tokens)) {
			return folders.map((folder) -> folder.getFileName().toString()).collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Makes the store when it is first asked for. */
	private static final class Holder {

		private static final SoftHsmStore STORE = filled();

	}

}
