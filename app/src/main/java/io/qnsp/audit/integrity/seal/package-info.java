/**
 * Makes checkpoints: finds the tenants that are due, hashes their new events, signs the
 * new root and stores it with the tiles in one short transaction. Promises: several
 * instances may try at once, one wins and the others change nothing; a crash leaves a
 * whole checkpoint or none. Depends on the journal, the crypto engine and the platform's
 * signing keys.
 */
@NullMarked
package io.qnsp.audit.integrity.seal;

import org.jspecify.annotations.NullMarked;
