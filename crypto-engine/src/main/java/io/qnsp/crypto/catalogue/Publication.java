package io.qnsp.crypto.catalogue;

import java.time.LocalDate;

/**
 * A document that an algorithm, a status or a date is taken from.
 */
public enum Publication {

	/** Advanced Encryption Standard. */
	FIPS_197("FIPS 197", "Advanced Encryption Standard (AES)", "2001-11-26", false,
			"https://csrc.nist.gov/pubs/fips/197/final"),

	/** Galois/counter mode. */
	SP_800_38D("SP 800-38D", "Galois/Counter Mode (GCM) and GMAC", "2007-11-28", false,
			"https://csrc.nist.gov/pubs/sp/800/38/d/final"),

	/** ChaCha20 and Poly1305. */
	RFC_8439("RFC 8439", "ChaCha20 and Poly1305 for IETF Protocols", "2018-06-01", false,
			"https://www.rfc-editor.org/rfc/rfc8439"),

	/** Keyed-hash message authentication code. */
	FIPS_198_1("FIPS 198-1", "The Keyed-Hash Message Authentication Code (HMAC)", "2008-07-16", false,
			"https://csrc.nist.gov/pubs/fips/198-1/final"),

	/** Digital signatures: RSA, ECDSA, EdDSA. */
	FIPS_186_5("FIPS 186-5", "Digital Signature Standard (DSS)", "2023-02-03", false,
			"https://csrc.nist.gov/pubs/fips/186-5/final"),

	/** Key establishment by discrete logarithms. */
	SP_800_56A("SP 800-56A Rev. 3", "Pair-Wise Key-Establishment Using Discrete Logarithm Cryptography", "2018-04-16",
			false, "https://csrc.nist.gov/pubs/sp/800/56/a/r3/final"),

	/** X25519. */
	RFC_7748("RFC 7748", "Elliptic Curves for Security", "2016-01-01", false, "https://www.rfc-editor.org/rfc/rfc7748"),

	/** ML-KEM. */
	FIPS_203("FIPS 203", "Module-Lattice-Based Key-Encapsulation Mechanism Standard", "2024-08-13", false,
			"https://csrc.nist.gov/pubs/fips/203/final"),

	/** ML-DSA. */
	FIPS_204("FIPS 204", "Module-Lattice-Based Digital Signature Standard", "2024-08-13", false,
			"https://csrc.nist.gov/pubs/fips/204/final"),

	/** SLH-DSA. */
	FIPS_205("FIPS 205", "Stateless Hash-Based Digital Signature Standard", "2024-08-13", false,
			"https://csrc.nist.gov/pubs/fips/205/final"),

	/** FN-DSA; submitted in August 2025, not final. */
	FIPS_206_DRAFT("FIPS 206 (draft)", "FFT over NTRU-Lattice-Based Digital Signature Algorithm", "2025-08-01", true,
			"https://csrc.nist.gov/projects/post-quantum-cryptography"),

	/** HQC; selected in March 2025, a standard is expected about 2027. */
	HQC_SELECTION("NIST IR 8545", "Status Report on the Fourth Round of the NIST PQC Standardization Process",
			"2025-03-11", true, "https://csrc.nist.gov/pubs/ir/8545/final"),

	/** X-Wing. */
	X_WING_DRAFT("draft-connolly-cfrg-xwing-kem", "X-Wing: general-purpose hybrid post-quantum KEM", "2024-01-01", true,
			"https://datatracker.ietf.org/doc/draft-connolly-cfrg-xwing-kem/"),

	/** X25519MLKEM768. */
	TLS_ECDHE_ML_KEM_DRAFT("draft-ietf-tls-ecdhe-mlkem", "Post-quantum hybrid ECDHE-MLKEM Key Agreement for TLSv1.3",
			"2025-02-01", true, "https://datatracker.ietf.org/doc/draft-ietf-tls-ecdhe-mlkem/"),

	/** Composite ML-DSA. */
	COMPOSITE_SIGNATURES_DRAFT("draft-ietf-lamps-pq-composite-sigs", "Composite ML-DSA for use in X.509 PKI",
			"2024-01-01", true, "https://datatracker.ietf.org/doc/draft-ietf-lamps-pq-composite-sigs/"),

	/** LMS and XMSS. */
	SP_800_208("SP 800-208", "Recommendation for Stateful Hash-Based Signature Schemes", "2020-10-29", false,
			"https://csrc.nist.gov/pubs/sp/800/208/final"),

	/** The transition to post-quantum standards; an initial public draft. */
	IR_8547_DRAFT("NIST IR 8547 (initial public draft)", "Transition to Post-Quantum Cryptography Standards",
			"2024-11-12", true, "https://csrc.nist.gov/pubs/ir/8547/ipd"),

	/** Commercial National Security Algorithm Suite 2.0. */
	CNSA_2_0("CNSA 2.0", "Commercial National Security Algorithm Suite 2.0", "2022-09-07", false,
			"https://media.defense.gov/2022/Sep/07/2003071834/-1/-1/0/CSA_CNSA_2.0_ALGORITHMS_.PDF"),

	/** Key management, cryptoperiods. */
	SP_800_57("SP 800-57 Part 1 Rev. 5", "Recommendation for Key Management: Part 1 - General", "2020-05-04", false,
			"https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final"),

	/** Security requirements for modules. */
	FIPS_140_3("FIPS 140-3", "Security Requirements for Cryptographic Modules", "2019-03-22", false,
			"https://csrc.nist.gov/pubs/fips/140-3/final"),

	/** Payment card data. */
	PCI_DSS("PCI DSS 4.0.1", "Payment Card Industry Data Security Standard", "2024-06-01", false,
			"https://www.pcisecuritystandards.org/document_library/"),

	/** The roadmap of the European Union's member states. */
	EU_ROADMAP("EU PQC roadmap 1.1",
			"A Coordinated Implementation Roadmap for the Transition to Post-Quantum Cryptography", "2025-06-01", false,
			"https://digital-strategy.ec.europa.eu/en/library/coordinated-implementation-roadmap-transition-post-quantum-cryptography");

	private final String reference;

	private final String title;

	private final LocalDate published;

	private final boolean draft;

	private final String address;

	Publication(String reference, String title, String published, boolean draft, String address) {
		this.reference = reference;
		this.title = title;
		this.published = LocalDate.parse(published);
		this.draft = draft;
		this.address = address;
	}

	/**
	 * How it is cited.
	 * @return for example {@code FIPS 204}
	 */
	public String reference() {
		return this.reference;
	}

	/**
	 * Its title.
	 * @return the title
	 */
	public String title() {
		return this.title;
	}

	/**
	 * When it was published; the first day of the month where only that is known.
	 * @return the date
	 */
	public LocalDate published() {
		return this.published;
	}

	/**
	 * Whether it may still change.
	 * @return true for a draft
	 */
	public boolean isDraft() {
		return this.draft;
	}

	/**
	 * Where it can be read.
	 * @return an address
	 */
	public String address() {
		return this.address;
	}

}
