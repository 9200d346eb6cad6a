package io.qnsp.crypto.catalogue;

import java.util.EnumSet;
import java.util.Set;

import static io.qnsp.crypto.catalogue.Purpose.ENCRYPTION;
import static io.qnsp.crypto.catalogue.Purpose.KEM;
import static io.qnsp.crypto.catalogue.Purpose.MAC;
import static io.qnsp.crypto.catalogue.Purpose.SIGNING;
import static io.qnsp.crypto.catalogue.Purpose.WRAPPING;

/**
 * Algorithms of one construction, which differ in their parameters alone.
 */
public enum Family {

	/** AES in Galois/counter mode, and AES key wrap with padding for wrapping keys. */
	AES(Kind.SYMMETRIC, true, EnumSet.of(ENCRYPTION, WRAPPING)),

	/** ChaCha20-Poly1305. */
	CHACHA20_POLY1305(Kind.SYMMETRIC, true, EnumSet.of(ENCRYPTION)),

	/** Keyed-hash message authentication. */
	HMAC(Kind.SYMMETRIC, true, EnumSet.of(MAC)),

	/** RSASSA-PSS signatures and RSAES-OAEP encryption. */
	RSA(Kind.CLASSICAL, false, EnumSet.of(SIGNING, ENCRYPTION, WRAPPING)),

	/** ECDSA over the NIST curves. */
	ECDSA(Kind.CLASSICAL, false, EnumSet.of(SIGNING)),

	/** Diffie-Hellman over the NIST curves. */
	ECDH(Kind.CLASSICAL, false, EnumSet.of(KEM, ENCRYPTION, WRAPPING)),

	/** Edwards-curve signatures. */
	EDDSA(Kind.CLASSICAL, false, EnumSet.of(SIGNING)),

	/** Diffie-Hellman over Montgomery curves. */
	XDH(Kind.CLASSICAL, false, EnumSet.of(KEM, ENCRYPTION, WRAPPING)),

	/** Module-lattice key encapsulation. */
	ML_KEM(Kind.POST_QUANTUM, true, EnumSet.of(KEM, ENCRYPTION, WRAPPING)),

	/** Module-lattice signatures. */
	ML_DSA(Kind.POST_QUANTUM, true, EnumSet.of(SIGNING)),

	/** Stateless hash-based signatures. */
	SLH_DSA(Kind.POST_QUANTUM, true, EnumSet.of(SIGNING)),

	/** ML-KEM and a curve together: secure as long as one of both is. */
	HYBRID_KEM(Kind.HYBRID, true, EnumSet.of(KEM, ENCRYPTION, WRAPPING)),

	/** ML-DSA and a curve together: secure as long as one of both is. */
	COMPOSITE_SIGNATURE(Kind.HYBRID, true, EnumSet.of(SIGNING)),

	/** Signatures over NTRU lattices (Falcon). */
	FN_DSA(Kind.POST_QUANTUM, true, EnumSet.of(SIGNING)),

	/** Code-based key encapsulation. */
	HQC(Kind.POST_QUANTUM, true, EnumSet.of(KEM, ENCRYPTION, WRAPPING)),

	/** Stateful hash-based signatures (LMS, XMSS). */
	STATEFUL_HASH(Kind.POST_QUANTUM, true, EnumSet.of(SIGNING));

	private final Kind kind;

	private final boolean quantumSafe;

	@SuppressWarnings("ImmutableEnumChecker") // never handed out but as a copy
	private final Set<Purpose> purposes;

	Family(Kind kind, boolean quantumSafe, Set<Purpose> purposes) {
		this.kind = kind;
		this.quantumSafe = quantumSafe;
		this.purposes = Set.copyOf(purposes);
	}

	/**
	 * What sort of cryptography it is.
	 * @return its kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Whether no efficient attack by a quantum computer is known.
	 * @return false for what Shor's algorithm breaks
	 */
	public boolean isQuantumSafe() {
		return this.quantumSafe;
	}

	/**
	 * What keys of the family may be for.
	 * @return at least one
	 */
	public Set<Purpose> purposes() {
		return this.purposes;
	}

	/**
	 * Whether its keys have a public part.
	 * @return false for symmetric keys
	 */
	public boolean isAsymmetric() {
		return this.kind != Kind.SYMMETRIC;
	}

	/**
	 * What sort of cryptography a family is.
	 */
	public enum Kind {

		/** One secret key. */
		SYMMETRIC,

		/** Broken by Shor's algorithm. */
		CLASSICAL,

		/** Built on problems that quantum computers are not known to solve. */
		POST_QUANTUM,

		/** Classical and post-quantum together. */
		HYBRID

	}

}
