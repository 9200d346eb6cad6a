package io.qnsp.core.integrity;

/**
 * An export is not what was sealed.
 */
final class BadExportException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	BadExportException(String message) {
		super(message);
	}

}
