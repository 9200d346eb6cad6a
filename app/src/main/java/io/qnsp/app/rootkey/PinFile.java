package io.qnsp.app.rootkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import io.qnsp.app.datadir.DataDirectory;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The PIN of the root key's token, read again for each login. A PIN that was refused is
 * remembered across starts, by the state of its file: tokens lock themselves after a few
 * wrong PINs, and a server that is started over and over would do that.
 */
final class PinFile implements HsmCredential.Source {

	private static final String REFUSED = "hsm-pin-refused";

	private static final int LONGEST = 255;

	private static final Set<PosixFilePermission> OWNER = EnumSet.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE);

	private final Path file;

	private final DataDirectory data;

	PinFile(Path file, DataDirectory data) {
		this.file = file;
		this.data = data;
	}

	@Override
	public Mono<HsmCredential> open() {
		return Mono.<HsmCredential>fromCallable(() -> new HsmCredential.Pin(read()))
			.onErrorMap(IOException.class,
					(ex) -> new HsmException(HsmException.Problem.AUTHENTICATION,
							"PIN file %s: can't be read".formatted(this.file), ex))
			.subscribeOn(Schedulers.boundedElastic());
	}

	/** Blocks; for start-up. */
	void requireNotRefused() throws IOException {
		Path marker = this.data.resolve(REFUSED);
		if (Files.exists(marker) && Files.readString(marker).equals(state())) {
			throw new IllegalStateException(("The PIN in %s was refused at an earlier start and is not tried again, "
					+ "since tokens lock themselves (expected: the right PIN; writing the file anew allows one try)")
				.formatted(this.file));
		}
		this.data.remove(REFUSED);
	}

	/** Blocks; for start-up. */
	void remember() throws IOException {
		this.data.writePrivately(REFUSED, state().getBytes(StandardCharsets.UTF_8));
	}

	private String state() throws IOException {
		return this.file.toAbsolutePath() + " " + Files.getLastModifiedTime(this.file);
	}

	private byte[] read() throws IOException {
		Set<PosixFilePermission> mode = Files.getPosixFilePermissions(this.file);
		if (!OWNER.containsAll(mode)) {
			throw refused("mode " + PosixFilePermissions.toString(mode), "rw------- (0600) or r-------- (0400)");
		}
		byte[] content = Files.readAllBytes(this.file);
		try {
			int end = content.length;
			while (end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r')) {
				end--;
			}
			if (end == 0 || end > LONGEST) {
				throw refused(end + " bytes", "a PIN of 1.." + LONGEST + " bytes");
			}
			return Arrays.copyOf(content, end);
		}
		finally {
			Arrays.fill(content, (byte) 0);
		}
	}

	private HsmException refused(String found, String expected) {
		return new HsmException(HsmException.Problem.AUTHENTICATION,
				"PIN file %s: %s (expected: %s)".formatted(this.file, found, expected));
	}

}
