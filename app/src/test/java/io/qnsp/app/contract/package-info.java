/**
 * The contract test: compares the OpenAPI document of the running application with the
 * endpoints that clients expect, and names every difference at once. The contract is data
 * under {@code contract/} in the test resources, one file a service, in the notation that
 * {@link io.qnsp.app.contract.ShapeNotation} explains; {@code contract/missing.txt} lists
 * what is still to be built and only shrinks. Depends on Jackson alone, and on nothing of
 * the application.
 */
@NullMarked
package io.qnsp.app.contract;

import org.jspecify.annotations.NullMarked;
