/**
 * What happens without a call: every policy of every tenant is enforced once a UTC day,
 * executions that an instance left behind go on, and months in which everything is due
 * are removed as a whole. Promises that nothing runs twice at the same time for one
 * tenant. Depends on cleanups, archives and jobs.
 */
@NullMarked
package io.qnsp.audit.retention.enforcement;

import org.jspecify.annotations.NullMarked;
