/**
 * Tests of the package of the same name.
 */
@NullMarked
package io.qnsp.kms.agility.migration.run;

import org.jspecify.annotations.NullMarked;
