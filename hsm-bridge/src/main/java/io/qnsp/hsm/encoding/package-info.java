/**
 * How keys and signatures are written down outside of an HSM. Pure functions; depends on
 * nothing.
 */
@NullMarked
package io.qnsp.hsm.encoding;

import org.jspecify.annotations.NullMarked;
