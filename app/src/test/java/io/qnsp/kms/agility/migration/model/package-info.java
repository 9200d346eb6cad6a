/**
 * Tests of the package of the same name.
 */
@NullMarked
package io.qnsp.kms.agility.migration.model;

import org.jspecify.annotations.NullMarked;
