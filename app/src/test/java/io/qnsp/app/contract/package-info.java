/**
 * The contract test: compares the OpenAPI document of the running application with the
 * endpoints that clients expect, and names every difference at once. The contract is data
 * under {@code contract/} in the test resources, one file a service, in the notation that
 * {@link io.qnsp.app.contract.ShapeNotation} explains; {@code contract/missing.txt} lists
 * what is still to be built and only shrinks. The comparison depends on Jackson alone;
 * {@link io.qnsp.app.contract.RecordSchemas},
 * {@link io.qnsp.app.contract.OperationDetails} and
 * {@link io.qnsp.app.contract.FinishedDocument} turn what springdoc knows of the
 * controllers into the document. Nothing here depends on a service.
 */
@NullMarked
package io.qnsp.app.contract;

import org.jspecify.annotations.NullMarked;
