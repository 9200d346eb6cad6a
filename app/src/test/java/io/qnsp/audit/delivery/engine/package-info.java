@NullMarked
package io.qnsp.audit.delivery.engine;

import org.jspecify.annotations.NullMarked;
