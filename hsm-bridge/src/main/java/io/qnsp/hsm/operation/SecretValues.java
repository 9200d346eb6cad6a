package io.qnsp.hsm.operation;

import java.util.ArrayList;
import java.util.List;

import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.binding.Attribute;
import io.qnsp.hsm.binding.AttributeType;
import io.qnsp.hsm.binding.KeyType;
import io.qnsp.hsm.binding.ObjectClass;
import io.qnsp.hsm.token.TokenSession;

/**
 * Session objects whose bytes may be read: secrets on their way in or out.
 */
final class SecretValues {

	private SecretValues() {
	}

	static List<Attribute> template(KeyType type, Attribute... more) {
		List<Attribute> template = new ArrayList<>(
				List.of(Attribute.of(AttributeType.CLASS, ObjectClass.SECRET_KEY.value()),
						Attribute.of(AttributeType.KEY_TYPE, type.value()), Attribute.of(AttributeType.TOKEN, false),
						Attribute.of(AttributeType.SENSITIVE, false), Attribute.of(AttributeType.EXTRACTABLE, true)));
		template.addAll(List.of(more));
		return template;
	}

	static byte[] read(TokenSession session, long object) {
		return session.calls()
			.attribute(object, AttributeType.VALUE)
			.orElseThrow(() -> new HsmException(Problem.REFUSED, "the token does not reveal what it unwrapped"));
	}

}
