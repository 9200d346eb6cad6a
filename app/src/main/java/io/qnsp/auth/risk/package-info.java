/**
 * Risk-based authentication: evaluates login attempts. An evaluation decides from what is
 * in memory, by the pure model, and leaves its evidence in the journal, from which
 * history and statistics are derived. Depends on its sub-packages: model, evidence,
 * history, policy; signal and stats have endpoints of their own.
 */
@NullMarked
package io.qnsp.auth.risk;

import org.jspecify.annotations.NullMarked;
