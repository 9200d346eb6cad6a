@NullMarked
package io.qnsp.audit.delivery.webhook;

import org.jspecify.annotations.NullMarked;
