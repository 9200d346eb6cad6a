/**
 * A Managed HSM and what it takes to log in to it, on this machine:
 * {@link io.qnsp.hsm.testing.vault.FakeCloud}. It speaks the REST protocols of Key Vault,
 * of Entra ID and of Azure's instance metadata over real connections, and computes with
 * the JDK's cryptography. What it knows of the real ones is from their documentation: it
 * is no proof that the real ones agree.
 */
@NullMarked
package io.qnsp.hsm.testing.vault;

import org.jspecify.annotations.NullMarked;
