/**
 * What a tenant has bought and whether it may work: tier, add-ons, status. A vocabulary
 * and one port; the tenant service implements it from memory that the journal
 * invalidates. Depends on nothing.
 */
@NullMarked
package io.qnsp.core.tenant;

import org.jspecify.annotations.NullMarked;
