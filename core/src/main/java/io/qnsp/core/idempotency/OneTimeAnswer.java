package io.qnsp.core.idempotency;

/**
 * Marks an answer that is handed out once and kept nowhere, not even sealed: a repeated
 * call with its idempotency key is told so instead of getting it again.
 */
public interface OneTimeAnswer {

}
