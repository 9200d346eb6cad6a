@NullMarked
package io.qnsp.audit.delivery;

import org.jspecify.annotations.NullMarked;
