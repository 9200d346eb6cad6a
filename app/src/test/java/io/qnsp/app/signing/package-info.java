@NullMarked
package io.qnsp.app.signing;

import org.jspecify.annotations.NullMarked;
