/**
 * Real PKCS#11 tokens for tests, of this module and of others: SoftHSM tokens
 * ({@link io.qnsp.hsm.testing.SoftToken}), NSS tokens with post-quantum mechanisms
 * ({@link io.qnsp.hsm.testing.NssToken}), a library that misbehaves on command
 * ({@link io.qnsp.hsm.testing.FaultyLibrary}) and libraries that can't be used at all
 * ({@link io.qnsp.hsm.testing.BrokenLibrary}). {@code config/prepare-tests} brings what
 * they need; what is missing fails the test. Everything made lies in
 * {@code target/tokens}.
 * <p>
 * The libraries read where their tokens are from the environment ({@code SOFTHSM2_CONF},
 * {@code NSS_LIB_PARAMS}), so the POM sets it when it starts the test JVM: processes that
 * a test starts inherit it, which a setenv at runtime would not reach.
 */
@NullMarked
package io.qnsp.hsm.testing;

import org.jspecify.annotations.NullMarked;
