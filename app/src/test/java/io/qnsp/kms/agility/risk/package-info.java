/**
 * Tests of the package of the same name.
 */
@NullMarked
package io.qnsp.kms.agility.risk;

import org.jspecify.annotations.NullMarked;
