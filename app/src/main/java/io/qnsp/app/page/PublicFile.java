package io.qnsp.app.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;

import io.qnsp.crypto.digest.Digests;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;

/**
 * A file that everybody may read.
 *
 * @param type its media type
 * @param tag its entity tag, the digest of its content, in quotes
 * @param content its bytes
 */
record PublicFile(MediaType type, String tag, byte[] content) {

	/**
	 * Reads a file of the class path.
	 * @param name its name on the class path
	 * @param type its media type
	 * @return the file
	 * @throws UncheckedIOException if it is not there
	 */
	static PublicFile read(String name, MediaType type) {
		try (InputStream stream = new ClassPathResource(name).getInputStream()) {
			byte[] content = stream.readAllBytes();
			return new PublicFile(type, '"' + HexFormat.of().formatHex(Digests.sha256(content)) + '"', content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
