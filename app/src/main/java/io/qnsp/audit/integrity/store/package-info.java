/**
 * The tables of checkpoints and of the tree's tiles. Promises: checkpoint and tiles are
 * read as the tenant that the chain runs for. Depends on SQL and on
 * {@code core.integrity}.
 */
@NullMarked
package io.qnsp.audit.integrity.store;

import org.jspecify.annotations.NullMarked;
