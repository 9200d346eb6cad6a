/**
 * Connections in use: kept open per instance, known without asking the database, looked
 * after, closed when they lead somewhere else, and the key in each that wraps what its
 * HSM can't make. Promises that an HSM which nobody uses is left alone; that a change on
 * another instance is noticed as soon as the journal tells; and that refused credentials
 * are not tried again by any instance. Depends on {@link io.qnsp.hsm}, on the journal and
 * on {@link io.qnsp.kms.byohsm.connection.stored}, {@code claim} and {@code credential}.
 */
@NullMarked
package io.qnsp.kms.byohsm.connection.live;

import org.jspecify.annotations.NullMarked;
