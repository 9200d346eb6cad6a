/**
 * Proof that nothing was changed: each tenant's events become leaves of a Merkle tree, in
 * the journal's order, and a signed checkpoint names its root at least every 10,000
 * events or 5 minutes. Promises: whoever changes, deletes, inserts or moves a sealed
 * event past the application is found out, by the server and offline, and the first bad
 * event is named; sealing holds no transaction open while it reads and hashes; deleting
 * events by retention leaves their leaf hashes. A checkpoint leaves no event: it would
 * have to be sealed by another one. Depends on the journal, on {@code core.integrity} and
 * on the platform's signing keys.
 */
@NullMarked
package io.qnsp.audit.integrity;

import org.jspecify.annotations.NullMarked;
