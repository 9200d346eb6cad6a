/**
 * Crypto agility: which algorithms a tenant's keys have and how much they are used, how
 * ready it is for quantum-safe ones, what the transition documents say of it, and plans
 * that move keys. This package is what other features may add: where else a tenant holds
 * something that an algorithm protects. Promises that every number is counted from what
 * is there, and that an answer says what was counted. Depends on the KMS's keys and the
 * catalogue.
 */
@NullMarked
package io.qnsp.kms.agility;

import org.jspecify.annotations.NullMarked;
