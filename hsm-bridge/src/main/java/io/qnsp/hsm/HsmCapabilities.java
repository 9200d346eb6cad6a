package io.qnsp.hsm;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an HSM can do, found out by doing it.
 *
 * @param token which HSM it is
 * @param keys which keys it makes
 * @param signatures how its keys sign
 * @param wraps how its keys wrap
 * @param missing what it does not do: the mechanism and what it answered, for example
 * {@code RSA-OAEP-SHA256: CKR_ARGUMENTS_BAD (Invalid arguments)}
 */
public record HsmCapabilities(HsmToken token, Set<HsmKeyAlgorithm> keys, Set<HsmSignatureScheme> signatures,
		Set<HsmWrapScheme> wraps, List<String> missing) {

	/**
	 * All it can do, by name.
	 * @return standard names, sorted
	 */
	public List<String> names() {
		return Stream
			.of(this.keys.stream().map(HsmKeyAlgorithm::label), this.signatures.stream().map(HsmSignatureScheme::label),
					this.wraps.stream().map(HsmWrapScheme::label))
			.flatMap((each) -> each)
			.distinct()
			.sorted()
			.toList();
	}

}
