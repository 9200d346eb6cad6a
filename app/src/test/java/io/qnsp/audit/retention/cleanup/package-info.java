@NullMarked
package io.qnsp.audit.retention.cleanup;

import org.jspecify.annotations.NullMarked;
