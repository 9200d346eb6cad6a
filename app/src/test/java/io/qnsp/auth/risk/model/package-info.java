/**
 * Tests of the risk model: hand-computed numbers of every factor, and the laws that hold
 * for all inputs.
 */
@NullMarked
package io.qnsp.auth.risk.model;

import org.jspecify.annotations.NullMarked;
