package io.qnsp.auth.subject;

import java.util.Set;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Role;

/**
 * A user or service account, as far as its credentials depend on it.
 *
 * @param type user or service
 * @param subjectId the user's or service account's id
 * @param roles the roles it holds now
 * @param active false while it is disabled: its credentials are refused
 */
public record Subject(ActorType type, UUID subjectId, Set<Role> roles, boolean active) {

	public Subject {
		roles = Set.copyOf(roles);
	}

}
