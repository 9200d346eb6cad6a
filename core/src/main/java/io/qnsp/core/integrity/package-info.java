/**
 * Proof that nothing was changed, without a database: signed checkpoints of a tenant's
 * events, and the verifier of exported ones. A checkpoint names the root of a Merkle tree
 * (RFC 6962, SHA3-256) over the canonical JSON (RFC 8785) of all the tenant's events up
 * to it, in the journal's order, and the checkpoint before it; it is signed with
 * ML-DSA-65. Promises: who holds a checkpoint and the platform's public key can tell
 * whether an event, or a whole range of them, is what was sealed. Depends on Jackson and
 * the JDK: on no Spring and no SQL, and not on the code that signs.
 */
@NullMarked
package io.qnsp.core.integrity;

import org.jspecify.annotations.NullMarked;
