package io.qnsp.audit.export;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalFilter;
import org.jspecify.annotations.Nullable;

/**
 * An export that may begin.
 *
 * @param format the form of its lines
 * @param caller who asked
 * @param credential what the caller showed; verified again before each batch
 * @param filter which events
 * @param next where an export of the same filter starts that goes on after this one, or
 * {@code null} when this one ends at a time: what happened later may lie before its end
 * @param end the journal's end when it began; nothing after it is part of the export
 * @param first the first batch, which is read before anything is answered
 */
record ExportOrder(ExportFormat format, Caller caller, String credential, JournalFilter filter,
		@Nullable EventPosition next, EventPosition end, ExportBatch first) {

	// The credential is a secret.
	@Override
	public String toString() {
		return "ExportOrder[" + this.format + ", " + this.caller.tenantId() + "]";
	}

}
