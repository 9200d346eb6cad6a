package io.qnsp.audit.retention.policy;

import java.time.Instant;
import java.util.UUID;

/**
 * The answer to whoever made a policy.
 *
 * @param policyId its id
 * @param name what people call it
 * @param createdAt when it was made
 */
record CreatedPolicy(UUID policyId, String name, Instant createdAt) {

}
