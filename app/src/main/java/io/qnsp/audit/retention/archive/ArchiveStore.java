package io.qnsp.audit.retention.archive;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where archives are kept, whole objects under names. Nothing is overwritten.
 */
interface ArchiveStore {

	/**
	 * Writes an object.
	 * @param name letters, digits, hyphens, dots and slashes; made by the server
	 * @param content its content, read with back-pressure
	 * @return how many bytes it has, when it is whole and durable; an error leaves no
	 * object of that name
	 */
	Mono<Long> write(String name, Flux<byte[]> content);

	/**
	 * Reads an object.
	 * @param name its name
	 * @return its content in pieces of at most 64 KiB; a 503 when it can't be read
	 */
	Flux<byte[]> read(String name);

}
