/**
 * The way to a vault: which may be reached, which is the operator's decision
 * ({@code VaultAddress}), and HTTP for Azure's clients. Promises that no redirect is
 * followed, that nothing is repeated, that a vault gets a bounded number of connections
 * of its own ({@code VaultNetwork}), and that an answer is read to its end, within
 * bounds, before anybody sees it. Depends on Reactor Netty and com.azure's HTTP types.
 */
@NullMarked
package io.qnsp.hsm.adapter.vault.network;

import org.jspecify.annotations.NullMarked;
