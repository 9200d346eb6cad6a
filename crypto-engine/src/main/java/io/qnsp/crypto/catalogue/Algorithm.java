package io.qnsp.crypto.catalogue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The catalogue: every algorithm, with the names it is known by. Sizes and categories are
 * those of the standard named with each; strengths are classical ones, in bits, by SP
 * 800-57 part 1, tables 2 and 4 (RSA-4096 counts as 128, the next step it reaches).
 */
public enum Algorithm {

	/** AES with 128-bit keys in GCM. */
	AES_128_GCM("AES-128-GCM", Family.AES, 1, 128, Sizes.symmetric(16, 16), Publication.SP_800_38D, "aes-128",
			"A128GCM"),

	/** AES with 256-bit keys in GCM. */
	AES_256_GCM("AES-256-GCM", Family.AES, 5, 256, Sizes.symmetric(32, 16), Publication.SP_800_38D, "aes-256",
			"A256GCM"),

	/** ChaCha20-Poly1305. */
	CHACHA20_POLY1305("ChaCha20-Poly1305", Family.CHACHA20_POLY1305, 5, 256, Sizes.symmetric(32, 16),
			Publication.RFC_8439, "chacha20"),

	/** HMAC with SHA-256. */
	HMAC_SHA_256("HMAC-SHA-256", Family.HMAC, 5, 256, Sizes.symmetric(32, 32), Publication.FIPS_198_1, "HS256"),

	/** HMAC with SHA3-256. */
	HMAC_SHA3_256("HMAC-SHA3-256", Family.HMAC, 5, 256, Sizes.symmetric(32, 32), Publication.FIPS_198_1),

	/** RSA with a modulus of 2048 bits, to be moved away from. */
	RSA_2048("RSA-2048", Family.RSA, 0, 112, new Sizes(0, 0, 256), Publication.FIPS_186_5, Availability.LEGACY),

	/** RSA with a modulus of 3072 bits. */
	RSA_3072("RSA-3072", Family.RSA, 0, 128, new Sizes(0, 0, 384), Publication.FIPS_186_5),

	/** RSA with a modulus of 4096 bits. */
	RSA_4096("RSA-4096", Family.RSA, 0, 128, new Sizes(0, 0, 512), Publication.FIPS_186_5),

	/** ECDSA over P-256 with SHA-256. */
	ECDSA_P256("ECDSA-P256", Family.ECDSA, 0, 128, new Sizes(65, 0, 72), Publication.FIPS_186_5, "ES256", "secp256r1"),

	/** ECDSA over P-384 with SHA-384. */
	ECDSA_P384("ECDSA-P384", Family.ECDSA, 0, 192, new Sizes(97, 0, 104), Publication.FIPS_186_5, "ES384", "secp384r1"),

	/** Diffie-Hellman over P-256. */
	ECDH_P256("ECDH-P256", Family.ECDH, 0, 128, new Sizes(65, 0, 65), Publication.SP_800_56A),

	/** Diffie-Hellman over P-384. */
	ECDH_P384("ECDH-P384", Family.ECDH, 0, 192, new Sizes(97, 0, 97), Publication.SP_800_56A),

	/** EdDSA over Curve25519. */
	ED25519("Ed25519", Family.EDDSA, 0, 128, new Sizes(32, 32, 64), Publication.FIPS_186_5, "EdDSA"),

	/** Diffie-Hellman over Curve25519. */
	X25519("X25519", Family.XDH, 0, 128, new Sizes(32, 32, 32), Publication.RFC_7748),

	/** ML-KEM of category 1. */
	ML_KEM_512("ML-KEM-512", Family.ML_KEM, 1, 128, new Sizes(800, 64, 768), Publication.FIPS_203, "kyber-512"),

	/** ML-KEM of category 3. */
	ML_KEM_768("ML-KEM-768", Family.ML_KEM, 3, 192, new Sizes(1184, 64, 1088), Publication.FIPS_203, "kyber-768"),

	/** ML-KEM of category 5. */
	ML_KEM_1024("ML-KEM-1024", Family.ML_KEM, 5, 256, new Sizes(1568, 64, 1568), Publication.FIPS_203, "kyber-1024"),

	/** ML-DSA of category 2. */
	ML_DSA_44("ML-DSA-44", Family.ML_DSA, 2, 128, new Sizes(1312, 32, 2420), Publication.FIPS_204, "dilithium-2"),

	/** ML-DSA of category 3. */
	ML_DSA_65("ML-DSA-65", Family.ML_DSA, 3, 192, new Sizes(1952, 32, 3309), Publication.FIPS_204, "dilithium-3"),

	/** ML-DSA of category 5. */
	ML_DSA_87("ML-DSA-87", Family.ML_DSA, 5, 256, new Sizes(2592, 32, 4627), Publication.FIPS_204, "dilithium-5"),

	/** SLH-DSA, SHA-2, category 1, small signatures. */
	SLH_DSA_SHA2_128S("SLH-DSA-SHA2-128s", 1, 16, 7856),

	/** SLH-DSA, SHA-2, category 1, fast. */
	SLH_DSA_SHA2_128F("SLH-DSA-SHA2-128f", 1, 16, 17088),

	/** SLH-DSA, SHA-2, category 3, small signatures. */
	SLH_DSA_SHA2_192S("SLH-DSA-SHA2-192s", 3, 24, 16224),

	/** SLH-DSA, SHA-2, category 3, fast. */
	SLH_DSA_SHA2_192F("SLH-DSA-SHA2-192f", 3, 24, 35664),

	/** SLH-DSA, SHA-2, category 5, small signatures. */
	SLH_DSA_SHA2_256S("SLH-DSA-SHA2-256s", 5, 32, 29792),

	/** SLH-DSA, SHA-2, category 5, fast. */
	SLH_DSA_SHA2_256F("SLH-DSA-SHA2-256f", 5, 32, 49856),

	/** SLH-DSA, SHAKE, category 1, small signatures. */
	SLH_DSA_SHAKE_128S("SLH-DSA-SHAKE-128s", 1, 16, 7856),

	/** SLH-DSA, SHAKE, category 1, fast. */
	SLH_DSA_SHAKE_128F("SLH-DSA-SHAKE-128f", 1, 16, 17088),

	/** SLH-DSA, SHAKE, category 3, small signatures. */
	SLH_DSA_SHAKE_192S("SLH-DSA-SHAKE-192s", 3, 24, 16224),

	/** SLH-DSA, SHAKE, category 3, fast. */
	SLH_DSA_SHAKE_192F("SLH-DSA-SHAKE-192f", 3, 24, 35664),

	/** SLH-DSA, SHAKE, category 5, small signatures. */
	SLH_DSA_SHAKE_256S("SLH-DSA-SHAKE-256s", 5, 32, 29792),

	/** SLH-DSA, SHAKE, category 5, fast. */
	SLH_DSA_SHAKE_256F("SLH-DSA-SHAKE-256f", 5, 32, 49856),

	/** X25519 and ML-KEM-768, combined by SHA3-256. */
	X_WING("X-Wing", Family.HYBRID_KEM, 3, 128, new Sizes(1216, 32, 1120), Publication.X_WING_DRAFT),

	/** ML-KEM-768 and X25519 as TLS 1.3 concatenates them. */
	X25519_ML_KEM_768("X25519MLKEM768", Family.HYBRID_KEM, 3, 128, new Sizes(1216, 96, 1120),
			Publication.TLS_ECDHE_ML_KEM_DRAFT),

	/** Both an ML-DSA-65 and an Ed25519 signature. */
	ML_DSA_65_ED25519("ML-DSA-65+Ed25519", Family.COMPOSITE_SIGNATURE, 3, 128, new Sizes(1984, 0, 3373),
			Publication.COMPOSITE_SIGNATURES_DRAFT, "MLDSA65-Ed25519-SHA512"),

	/** Both an ML-DSA-87 and an ECDSA signature over P-384. */
	ML_DSA_87_ECDSA_P384("ML-DSA-87+ECDSA-P384", Family.COMPOSITE_SIGNATURE, 5, 192, new Sizes(2689, 0, 4731),
			Publication.COMPOSITE_SIGNATURES_DRAFT, "MLDSA87-ECDSA-P384-SHA512"),

	/** Falcon of category 1. */
	FN_DSA_512("FN-DSA-512", Family.FN_DSA, 1, 128, new Sizes(897, 0, 752), Publication.FIPS_206_DRAFT,
			Availability.EXPERIMENTAL, "falcon-512"),

	/** Falcon of category 5. */
	FN_DSA_1024("FN-DSA-1024", Family.FN_DSA, 5, 256, new Sizes(1793, 0, 1462), Publication.FIPS_206_DRAFT,
			Availability.EXPERIMENTAL, "falcon-1024"),

	/** HQC of category 1. */
	HQC_128("HQC-128", Family.HQC, 1, 128, new Sizes(2241, 0, 4433), Publication.HQC_SELECTION,
			Availability.EXPERIMENTAL, "HQC-1"),

	/** HQC of category 3. */
	HQC_192("HQC-192", Family.HQC, 3, 192, new Sizes(4514, 0, 8978), Publication.HQC_SELECTION,
			Availability.EXPERIMENTAL, "HQC-3"),

	/** HQC of category 5. */
	HQC_256("HQC-256", Family.HQC, 5, 256, new Sizes(7237, 0, 14421), Publication.HQC_SELECTION,
			Availability.EXPERIMENTAL, "HQC-5"),

	/** Leighton-Micali signatures. */
	LMS("LMS", Family.STATEFUL_HASH, 5, 256, Sizes.OF_THE_KEY, Publication.SP_800_208, Availability.VERIFY_ONLY, "HSS"),

	/** The extended Merkle signature scheme. */
	XMSS("XMSS", Family.STATEFUL_HASH, 5, 256, Sizes.OF_THE_KEY, Publication.SP_800_208, Availability.VERIFY_ONLY,
			"XMSSMT");

	private static final Map<String, Algorithm> BY_NAME = byName();

	private final String nistName;

	private final Family family;

	private final int category;

	private final int strength;

	@SuppressWarnings("ImmutableEnumChecker") // a record of numbers
	private final Sizes sizes;

	private final Publication standard;

	private final Availability availability;

	@SuppressWarnings("ImmutableEnumChecker") // List.of
	private final List<String> aliases;

	Algorithm(String nistName, Family family, int category, int strength, Sizes sizes, Publication standard,
			Availability availability, String... aliases) {
		this.nistName = nistName;
		this.family = family;
		this.category = category;
		this.strength = strength;
		this.sizes = sizes;
		this.standard = standard;
		this.availability = availability;
		this.aliases = List.of(aliases);
	}

	Algorithm(String nistName, Family family, int category, int strength, Sizes sizes, Publication standard,
			String... aliases) {
		this(nistName, family, category, strength, sizes, standard, Availability.GENERAL, aliases);
	}

	/** SLH-DSA: everything but the signature follows from n (FIPS 205, table 2). */
	Algorithm(String nistName, int category, int n, int signature) {
		this(nistName, Family.SLH_DSA, category, Byte.SIZE * n, new Sizes(2 * n, 4 * n, signature),
				Publication.FIPS_205, nistName.replace("SLH-DSA", "sphincs").toLowerCase(Locale.ROOT) + "-simple");
	}

	/**
	 * The algorithm of a name.
	 * @param name its NIST name, id or an alias; case and anything but letters and digits
	 * are ignored
	 * @return the algorithm, or empty
	 */
	public static Optional<Algorithm> named(String name) {
		return Optional.ofNullable(BY_NAME.get(normalized(name)));
	}

	private static Map<String, Algorithm> byName() {
		Map<String, Algorithm> names = new HashMap<>();
		for (Algorithm algorithm : values()) {
			names.put(normalized(algorithm.nistName), algorithm);
			algorithm.aliases.forEach((alias) -> names.put(normalized(alias), algorithm));
		}
		return Map.copyOf(names);
	}

	static String normalized(String name) {
		StringBuilder letters = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c >= 'A' && c <= 'Z') {
				letters.append((char) (c + ('a' - 'A')));
			}
			else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
				letters.append(c);
			}
		}
		return letters.toString();
	}

	/**
	 * The name in requests, answers and the database.
	 * @return the NIST name in lower case, for example {@code ml-dsa-65}
	 */
	public String id() {
		return this.nistName.toLowerCase(Locale.ROOT);
	}

	/**
	 * The standard's spelling.
	 * @return for example {@code ML-DSA-65}
	 */
	public String nistName() {
		return this.nistName;
	}

	/**
	 * Other names it is known by.
	 * @return names that {@link #named} understands
	 */
	public List<String> aliases() {
		return this.aliases;
	}

	/**
	 * The construction.
	 * @return its family
	 */
	public Family family() {
		return this.family;
	}

	/**
	 * What keys may be for.
	 * @return at least one purpose
	 */
	public Set<Purpose> purposes() {
		return this.family.purposes();
	}

	/**
	 * NIST's security category against quantum computers.
	 * @return 1 to 5, or 0 for what Shor's algorithm breaks
	 */
	public int category() {
		return this.category;
	}

	/**
	 * Strength against classical computers.
	 * @return bits
	 */
	public int strength() {
		return this.strength;
	}

	/**
	 * Lengths of keys and outputs.
	 * @return the sizes
	 */
	public Sizes sizes() {
		return this.sizes;
	}

	/**
	 * The document that defines it.
	 * @return the standard or draft
	 */
	public Publication standard() {
		return this.standard;
	}

	/**
	 * What the engine does with it.
	 * @return its availability
	 */
	public Availability availability() {
		return this.availability;
	}

	/**
	 * The standings it has and will have.
	 * @return at least one, in order of time
	 */
	public List<Transition> transitions() {
		return Transition.of(this);
	}

	/**
	 * The standing on a day.
	 * @param day the day
	 * @return what holds then
	 */
	public Transition transitionOn(LocalDate day) {
		return transitions().reversed()
			.stream()
			.filter((transition) -> !transition.from().isAfter(day))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * The standing at a moment.
	 * @param moment the moment, whose UTC day counts
	 * @return what holds then
	 */
	public Transition transitionAt(Instant moment) {
		return transitionOn(LocalDate.ofInstant(moment, ZoneOffset.UTC));
	}

	/**
	 * Whether the Commercial National Security Algorithm Suite 2.0 has it.
	 * @return true for ML-KEM-1024, ML-DSA-87, AES-256, LMS and XMSS
	 */
	public boolean isCnsa2() {
		return switch (this) {
			case ML_KEM_1024, ML_DSA_87, AES_256_GCM, LMS, XMSS -> true;
			default -> false;
		};
	}

	/**
	 * Whether a final FIPS or SP 800 document approves it; a validated module is another
	 * question.
	 * @return false for drafts and for algorithms of the IETF alone
	 */
	public boolean isNistApproved() {
		return !this.standard.isDraft() && this.standard != Publication.RFC_8439
				&& this.standard != Publication.RFC_7748;
	}

	@Override
	public String toString() {
		return this.nistName;
	}

}
