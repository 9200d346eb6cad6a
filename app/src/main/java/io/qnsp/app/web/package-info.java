/**
 * What every exchange gets before it is known who calls what: a request id, the service
 * prefix as context path, security headers, JSON settings. Depends on Spring WebFlux.
 */
@NullMarked
package io.qnsp.app.web;

import org.jspecify.annotations.NullMarked;
