package io.qnsp.hsm.token;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.binding.Attribute;
import io.qnsp.hsm.binding.AttributeType;
import io.qnsp.hsm.binding.CryptokiSession;
import io.qnsp.hsm.binding.MechanismType;
import io.qnsp.hsm.binding.ObjectClass;
import io.qnsp.hsm.binding.TokenInfo;

/**
 * What an operation works with: a session that is logged in, and what is known of the
 * token. For one thread, for the time of the operation.
 *
 * @param calls the session
 * @param token the token
 * @param facts what was found out about it
 */
public record TokenSession(CryptokiSession calls, TokenInfo token, TokenFacts facts) {

	/**
	 * The handle of a key's object.
	 * @param kind which object of the key
	 * @param key the key
	 * @return its handle
	 * @throws HsmException {@link Problem#KEY_MISSING} if the token is there and has none
	 */
	public long handle(ObjectClass kind, HsmKey key) {
		String name = kind + key.reference();
		return this.facts.handle(name, () -> find(kind, key.reference()).orElseThrow(() -> missing(key)));
	}

	// A library whose token is gone finds nothing either.
	private RuntimeException missing(HsmKey key) {
		return this.facts.isThere(this.token) ? new HsmException(Problem.KEY_MISSING,
				"key " + key.reference() + ": not on token " + this.token.label()) : new TokenGoneException();
	}

	/**
	 * Looks for an object.
	 * @param kind which kind
	 * @param reference its {@code CKA_ID} in hexadecimal
	 * @return its handle
	 */
	public Optional<Long> find(ObjectClass kind, String reference) {
		List<Long> found = this.calls.find(List.of(Attribute.of(AttributeType.CLASS, kind.value()),
				new Attribute(AttributeType.ID, HexFormat.of().parseHex(reference))), 1);
		return found.stream().findFirst();
	}

	/**
	 * Forgets a key's handles.
	 * @param reference its {@code CKA_ID} in hexadecimal
	 */
	public void forget(String reference) {
		this.facts.forget(reference);
	}

	/**
	 * Whether the token claims a mechanism.
	 * @param type the mechanism
	 * @return true if it is in its list
	 */
	public boolean claims(MechanismType type) {
		return this.facts.mechanisms().contains(type);
	}

	/**
	 * Which sizes of keys a mechanism takes.
	 * @param type the mechanism
	 * @return the largest size, as the mechanism counts it
	 */
	public long largestKey(MechanismType type) {
		return this.facts.largestKey(type);
	}

}
