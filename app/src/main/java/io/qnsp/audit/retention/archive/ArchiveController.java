package io.qnsp.audit.retention.archive;

import java.util.List;
import java.util.UUID;

import io.qnsp.audit.retention.RetentionTurn;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Archives over HTTP.
 */
@RestController
final class ArchiveController {

	private static final String ARCHIVES = "/v1/retention/archives";

	private static final String RESOURCE = "audit-archive";

	private static final MediaType JSON_LINES = MediaType.APPLICATION_NDJSON;

	private final ArchiveRepository repository;

	private final Archives archives;

	ArchiveController(ArchiveRepository repository, Archives archives) {
		this.repository = repository;
		this.archives = archives;
	}

	/**
	 * A part of the list of archives.
	 *
	 * @param archives the archives, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record ArchiveList(List<Archive.View> archives, int limit, @Nullable String nextCursor) {

	}

	@GetMapping(ARCHIVES)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "audit.archive.list",
			feature = RetentionTurn.FEATURE)
	Mono<ArchiveList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor, Caller caller,
			CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.repository.list(caller.tenantId(), page).map((rows) -> {
			Page<Archive> found = Page.of(rows, page, Archive::place);
			audit.resource(RESOURCE, "*").detail("count", found.items().size());
			return new ArchiveList(found.items().stream().map(Archive::view).toList(), page.limit(),
					found.nextCursor());
		});
	}

	/**
	 * The content as the offline verifier reads it. The event is durable before the first
	 * byte goes out; an archive that is not as it was written ends the connection where
	 * that shows.
	 */
	@GetMapping(ARCHIVES + "/{archiveId}/content")
	@Controls(value = { Control.ENTITLEMENTS, Control.ADMIN, Control.AUDIT }, event = "audit.archive.download",
			feature = RetentionTurn.FEATURE, streaming = true)
	Mono<ResponseEntity<Flux<DataBuffer>>> content(@PathVariable UUID archiveId, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, archiveId);
		return this.repository.find(caller.tenantId(), archiveId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("archive", archiveId)))
			.map((archive) -> {
				audit.detail("events", archive.events()).detail("destination", archive.destination());
				Flux<DataBuffer> body = this.archives.read(caller.tenantId(), archive)
					.<DataBuffer>map(DefaultDataBufferFactory.sharedInstance::wrap);
				return ResponseEntity.ok()
					.contentType(JSON_LINES)
					.header(HttpHeaders.CONTENT_DISPOSITION,
							ContentDisposition.attachment().filename(archiveId + ".jsonl").build().toString())
					.body(body);
			});
	}

}
