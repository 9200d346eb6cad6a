/**
 * What auditors take with them: checkpoints, public keys, proofs that an event is in the
 * tree and that one tree continues another, and whole ranges of events for the offline
 * verifier. Promises: everything given out here can be verified without this server.
 * Depends on what is sealed.
 */
@NullMarked
package io.qnsp.audit.integrity.proof;

import org.jspecify.annotations.NullMarked;
