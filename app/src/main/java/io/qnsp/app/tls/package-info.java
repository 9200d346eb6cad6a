/**
 * TLS of the server's own port, configured by {@code server.ssl} and {@code qnsp.tls}:
 * TLS 1.3 with the hybrid group X25519MLKEM768 first, through BoringSSL or through Bouncy
 * Castle's JSSE. Depends on Reactor Netty and Spring Boot's SSL bundles.
 */
@NullMarked
package io.qnsp.app.tls;

import org.jspecify.annotations.NullMarked;
