/**
 * How much there is: events and bytes by tenant and UTC day of recording, a projection of
 * the journal that deletions reduce in their own transaction. Promises real sizes without
 * a look at the journal. Depends on {@link io.qnsp.core.projection}.
 */
@NullMarked
package io.qnsp.audit.retention.volume;

import org.jspecify.annotations.NullMarked;
