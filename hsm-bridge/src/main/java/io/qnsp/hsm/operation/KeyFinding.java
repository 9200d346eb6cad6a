package io.qnsp.hsm.operation;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.binding.Attribute;
import io.qnsp.hsm.binding.AttributeType;
import io.qnsp.hsm.binding.KeyType;
import io.qnsp.hsm.binding.ObjectClass;
import io.qnsp.hsm.token.TokenSession;

/**
 * Finds keys by the name that people know them by.
 */
public final class KeyFinding {

	private KeyFinding() {
	}

	/**
	 * Finds an AES key that can't be read out of the token.
	 * @param session where
	 * @param algorithm which length
	 * @param label its {@code CKA_LABEL}
	 * @return the key; empty when there is none
	 */
	public static Optional<HsmKey> secretKey(TokenSession session, HsmKeyAlgorithm algorithm, String label) {
		if (algorithm.family() != HsmKeyAlgorithm.Family.AES) {
			throw new HsmException(Problem.INVALID_INPUT, algorithm.label() + ": only AES keys are found by label");
		}
		// VALUE_LEN is compared afterwards: some tokens don't search by it
		List<Long> found = session.calls()
			.find(List.of(Attribute.of(AttributeType.CLASS, ObjectClass.SECRET_KEY.value()),
					Attribute.of(AttributeType.KEY_TYPE, KeyType.AES.value()),
					Attribute.of(AttributeType.LABEL, label)), 2);
		if (found.size() > 1) {
			throw refused(label, "several AES keys of the token have this label");
		}
		return found.stream().findFirst().map((handle) -> usable(session, handle, algorithm, label));
	}

	private static HsmKey usable(TokenSession session, long handle, HsmKeyAlgorithm algorithm, String label) {
		byte[] length = session.calls().attribute(handle, AttributeType.VALUE_LEN).orElse(new byte[0]);
		byte[] expected = Attribute.of(AttributeType.VALUE_LEN, algorithm.size() / 8).value();
		if (!Arrays.equals(length, expected)) {
			throw refused(label, "it is not " + algorithm.label());
		}
		if (!KeyMaking.isKept(session, handle)) {
			throw refused(label, "it is not sensitive or is extractable (expected: a key that can't leave the token)");
		}
		byte[] id = session.calls().attribute(handle, AttributeType.ID).orElse(new byte[0]);
		String reference = HexFormat.of().formatHex(id);
		if (id.length == 0 || session.find(ObjectClass.SECRET_KEY, reference).filter((it) -> it == handle).isEmpty()) {
			throw refused(label, "its CKA_ID is empty or not its alone");
		}
		return new HsmKey(reference, algorithm, null);
	}

	private static HsmException refused(String label, String why) {
		return new HsmException(Problem.REFUSED, "key " + label + ": " + why);
	}

}
