package io.qnsp.core.broken;

import io.qnsp.tenant.tenants.Tenants;

import org.springframework.http.HttpStatus;

/**
 * Knows HTTP and a service.
 *
 * @param status HTTP
 * @param tenants a service's interface
 */
public record KnowsTooMuch(HttpStatus status, Tenants tenants) {

}
