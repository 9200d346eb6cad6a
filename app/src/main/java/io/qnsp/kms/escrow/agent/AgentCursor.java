package io.qnsp.kms.escrow.agent;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * A place in the list of agents, whose ids are texts.
 *
 * @param at when the agent was registered
 * @param agentId its id
 */
record AgentCursor(Instant at, String agentId) {

	private static final Instant NEWEST = Instant.parse("9999-12-31T23:59:59Z");

	static AgentCursor after(Agent agent) {
		return new AgentCursor(agent.createdAt(), agent.agentId());
	}

	String encode() {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString((this.at + " " + this.agentId).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Reads a cursor.
	 * @param cursor what {@link #encode} gave, or {@code null} for the first page
	 * @throws QnspException a 400 for anything else
	 */
	static AgentCursor parse(@Nullable String cursor) {
		if (cursor == null) {
			return new AgentCursor(NEWEST, "");
		}
		try {
			String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
			int space = text.indexOf(' ');
			if (space > 0) {
				AgentCursor found = new AgentCursor(Instant.parse(text.substring(0, space)), text.substring(space + 1));
				if (found.isReadable()) {
					return found;
				}
			}
		}
		catch (IllegalArgumentException | DateTimeException ex) {
			throw refused();
		}
		throw refused();
	}

	// What the database can compare.
	private boolean isReadable() {
		return !this.at.isBefore(Instant.EPOCH) && !this.at.isAfter(NEWEST)
				&& BoundedText.problem("cursor", this.agentId, 1, AgentKeyBody.LONGEST_ID) == null;
	}

	private static QnspException refused() {
		return QnspException.badRequest("cursor", "not a cursor of this list");
	}

}
