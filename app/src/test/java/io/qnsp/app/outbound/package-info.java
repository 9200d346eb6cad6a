@NullMarked
package io.qnsp.app.outbound;

import org.jspecify.annotations.NullMarked;
