package io.qnsp.hsm.operation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyAlgorithm.Family;
import io.qnsp.hsm.HsmKeyRequest;
import io.qnsp.hsm.HsmSignatureScheme;
import io.qnsp.hsm.HsmToken;
import io.qnsp.hsm.HsmWrapScheme;
import io.qnsp.hsm.binding.Attribute;
import io.qnsp.hsm.binding.AttributeType;
import io.qnsp.hsm.binding.CryptokiException;
import io.qnsp.hsm.binding.CryptokiSession;
import io.qnsp.hsm.binding.KeyType;
import io.qnsp.hsm.binding.Mechanism;
import io.qnsp.hsm.binding.MechanismType;
import io.qnsp.hsm.binding.ObjectClass;
import io.qnsp.hsm.token.TokenSession;

/**
 * Tries what a token can do, with keys of the session that are gone afterwards. What a
 * token's list of mechanisms claims does not count. Keys of RSA of more than 2048 bits
 * take seconds to make and are believed, if the mechanism's size allows them.
 */
public final class Trial {

	private static final byte[] MESSAGE = "a message to be signed".getBytes(StandardCharsets.UTF_8);

	private static final byte[] SECRET = Arrays.copyOf(MESSAGE, 16);

	private static final byte[] NOTHING = {};

	private static final String LABEL = "qnsp-trial";

	private final TokenSession session;

	private final Set<HsmKeyAlgorithm> keys = EnumSet.noneOf(HsmKeyAlgorithm.class);

	private final Set<HsmSignatureScheme> signatures = EnumSet.noneOf(HsmSignatureScheme.class);

	private final Set<HsmWrapScheme> wraps = EnumSet.noneOf(HsmWrapScheme.class);

	private final List<String> missing = new ArrayList<>();

	private Trial(TokenSession session) {
		this.session = session;
	}

	/**
	 * Tries everything.
	 * @param session where
	 * @param library the operator's name of the library
	 * @return what the token can do
	 */
	public static HsmCapabilities of(TokenSession session, String library) {
		Trial trial = new Trial(session);
		for (HsmKeyAlgorithm algorithm : HsmKeyAlgorithm.values()) {
			trial.tryKey(algorithm);
		}
		HsmToken token = new HsmToken(library, session.token().serial(), session.token().label(),
				session.token().manufacturer(), session.token().model(), session.token().firmware(),
				session.facts().protocol());
		return new HsmCapabilities(token, trial.keys, trial.signatures, trial.wraps, List.copyOf(trial.missing));
	}

	private void tryKey(HsmKeyAlgorithm algorithm) {
		if (isBelieved(algorithm)) {
			this.keys.add(algorithm);
			return;
		}
		attempt(algorithm.label(), () -> {
			HsmKey key = KeyMaking.make(this.session, request(algorithm), false);
			try {
				tryUses(key);
			}
			finally {
				KeyMaking.destroy(this.session, key.reference());
			}
		});
	}

	private boolean isBelieved(HsmKeyAlgorithm algorithm) {
		return algorithm.family() == Family.RSA && this.keys.contains(HsmKeyAlgorithm.RSA_2048)
				&& this.session.largestKey(MechanismType.RSA_PKCS_KEY_PAIR_GEN) >= algorithm.size();
	}

	private static HsmKeyRequest request(HsmKeyAlgorithm algorithm) {
		Set<HsmKeyRequest.Use> uses = switch (algorithm.family()) {
			case AES -> Set.of(HsmKeyRequest.Use.ENCRYPT, HsmKeyRequest.Use.WRAP);
			case RSA -> Set.of(HsmKeyRequest.Use.SIGN, HsmKeyRequest.Use.WRAP);
			case EC, EDWARDS, ML_DSA -> Set.of(HsmKeyRequest.Use.SIGN);
			case ML_KEM -> Set.of(HsmKeyRequest.Use.DECAPSULATE);
		};
		return new HsmKeyRequest(algorithm, uses, LABEL);
	}

	// A key that can be made but not used is worth nothing.
	private void tryUses(HsmKey key) {
		switch (key.algorithm().family()) {
			case AES -> {
				this.keys.add(key.algorithm());
				if (key.algorithm() == HsmKeyAlgorithm.AES_256) {
					tryWraps(key);
				}
			}
			case RSA -> {
				this.keys.add(key.algorithm());
				trySignatures(key);
				tryWraps(key);
			}
			case EC, EDWARDS, ML_DSA -> {
				if (trySignatures(key)) {
					this.keys.add(key.algorithm());
				}
			}
			case ML_KEM -> {
				tryEncapsulation(key);
				this.keys.add(key.algorithm());
			}
		}
	}

	private boolean trySignatures(HsmKey key) {
		boolean any = false;
		for (HsmSignatureScheme scheme : HsmSignatureScheme.of(key.algorithm())) {
			boolean works = attempt(scheme.label(), () -> {
				byte[] signature = Signing.sign(this.session, key, scheme, MESSAGE);
				require(Signing.verify(this.session, key, scheme, MESSAGE, signature), "the token's own signature");
				this.signatures.add(scheme);
			});
			any = any || works;
		}
		return any;
	}

	private void tryWraps(HsmKey key) {
		for (HsmWrapScheme scheme : HsmWrapScheme.values()) {
			if (scheme.family() == key.algorithm().family()) {
				attempt(scheme.label(), () -> {
					byte[] wrapped = Wrapping.wrap(this.session, key, scheme, SECRET, NOTHING);
					byte[] unwrapped = Wrapping.unwrap(this.session, key, scheme, wrapped, NOTHING);
					require(Arrays.equals(SECRET, unwrapped), "what the token wrapped itself");
					this.wraps.add(scheme);
				});
			}
		}
	}

	private void tryEncapsulation(HsmKey key) {
		Decapsulating.require(this.session, key);
		CryptokiSession.Encapsulation made = this.session.calls()
			.encapsulate(new Mechanism.Plain(MechanismType.ML_KEM), this.session.handle(ObjectClass.PUBLIC_KEY, key),
					SecretValues.template(KeyType.GENERIC_SECRET,
							Attribute.of(AttributeType.VALUE_LEN, Decapsulating.SECRET_BYTES)));
		byte[] expected = SecretValues.read(this.session, made.key());
		this.session.calls().destroy(made.key());
		require(Arrays.equals(expected, Decapsulating.decapsulate(this.session, key, made.ciphertext())),
				"what the token encapsulated itself");
	}

	private boolean attempt(String what, Runnable trial) {
		try {
			trial.run();
			return true;
		}
		catch (CryptokiException ex) {
			if (Mechanisms.failure(ex, what).problem() == Problem.UNAVAILABLE && !Mechanisms.isVague(ex)) {
				throw ex;
			}
			this.missing.add(what + ": " + ex.getMessage());
		}
		catch (HsmException ex) {
			String why = String.valueOf(ex.getMessage());
			this.missing.add(why.startsWith(what + ": ") ? why : what + ": " + why);
		}
		return false;
	}

	private static void require(boolean right, String what) {
		if (!right) {
			throw new HsmException(Problem.UNSUPPORTED, what + " is not accepted by the token");
		}
	}

}
