package io.qnsp.audit.streaming;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One message of a stream as a client reads it.
 *
 * @param id the id, or {@code null}
 * @param event the kind of message, or {@code null} for comments
 * @param data the data, empty when there is none
 * @param comment the comment, or {@code null}
 * @param retry what the client is to wait before it comes back, or {@code null}
 */
record Message(@Nullable String id, @Nullable String event, String data, @Nullable String comment,
		@Nullable String retry) {

	static Message of(String block) {
		String id = null;
		String event = null;
		String data = "";
		String comment = null;
		String retry = null;
		for (String line : block.split("\n", -1)) {
			if (line.startsWith("id: ")) {
				id = line.substring(4);
			}
			else if (line.startsWith("event: ")) {
				event = line.substring(7);
			}
			else if (line.startsWith("data: ")) {
				data = line.substring(6);
			}
			else if (line.startsWith("retry: ")) {
				retry = line.substring(7);
			}
			else if (line.startsWith(": ")) {
				comment = line.substring(2);
			}
		}
		return new Message(id, event, data, comment, retry);
	}

	boolean isEvent() {
		return "audit_event".equals(this.event);
	}

	boolean isClosed() {
		return "closed".equals(this.event);
	}

	boolean isConnected() {
		return "connected".equals(this.comment);
	}

	String requiredId() {
		return String.valueOf(this.id);
	}

	UUID eventId() {
		return UUID.fromString(requiredId().substring(requiredId().indexOf('-') + 1));
	}

}
