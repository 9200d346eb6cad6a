package io.qnsp.audit.append;

import java.util.Set;
import java.util.regex.Pattern;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.text.IpLiteral;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the parts of an event: who, what to, and where from.
 */
final class SentParts {

	private static final String WORKLOAD = "workload";

	private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*");

	private SentParts() {
	}

	static AppendedEvent.@Nullable Actor actor(SentObject sent) {
		JsonNode value = sent.get("actor");
		if (value != null && value.isString()) {
			String id = sent.text("actor", AppendedEvent.ID);
			return (id != null) ? new AppendedEvent.Actor(ActorType.USER, id, null) : null;
		}
		SentObject actor = sent.object("actor");
		if (actor == null) {
			return null;
		}
		actor.requireOnly(Set.of("type", "id", "ip"));
		ActorType type = actorType(actor);
		String id = actor.required("id", AppendedEvent.ID);
		String ip = actor.text("ip", AppendedEvent.NAME);
		if (ip != null && IpLiteral.read(ip) == null) {
			actor.problem("ip", "not readable (expected: an IPv4 or IPv6 address)");
		}
		return (type != null && id != null) ? new AppendedEvent.Actor(type, id, ip) : null;
	}

	// The platform calls a workload a service.
	private static @Nullable ActorType actorType(SentObject actor) {
		JsonNode type = actor.get("type");
		if (type == null) {
			actor.problem("type", "missing (expected: user, service, system, workload)");
			return null;
		}
		return (type.isString() && type.stringValue().equals(WORKLOAD)) ? ActorType.SERVICE
				: actor.oneOf("type", ActorType.values(), ActorType::wireName);
	}

	static AppendedEvent.@Nullable Resource resource(SentObject sent, String eventType) {
		JsonNode value = sent.get("resource");
		if (value != null && value.isString()) {
			String id = sent.text("resource", AppendedEvent.ID);
			return (id != null) ? new AppendedEvent.Resource(
					eventType.substring(eventType.indexOf('.') + 1, eventType.lastIndexOf('.')), id) : null;
		}
		SentObject resource = sent.object("resource");
		if (resource == null) {
			return null;
		}
		resource.requireOnly(Set.of("type", "id"));
		String type = resource.required("type", AppendedEvent.NAME);
		String id = resource.required("id", AppendedEvent.ID);
		return (type != null && id != null) ? new AppendedEvent.Resource(type, id) : null;
	}

	static AppendedEvent.Context context(SentObject sent, int longestSource) {
		SentObject context = sent.object("context");
		if (context == null) {
			return new AppendedEvent.Context(null, null, null);
		}
		context.requireOnly(Set.of("requestId", "userAgent", "source"));
		String source = context.text("source", longestSource);
		if (source != null && !SOURCE.matcher(source).matches()) {
			context.problem("source", "not a name (expected: letters, digits and . _ : / -)");
		}
		return new AppendedEvent.Context(context.text("requestId", AppendedEvent.ID),
				context.text("userAgent", AppendedEvent.USER_AGENT), source);
	}

}
