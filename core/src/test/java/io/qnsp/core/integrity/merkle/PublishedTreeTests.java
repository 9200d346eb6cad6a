package io.qnsp.core.integrity.merkle;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The values that implementations of RFC 6962 are tested with everywhere: eight entries,
 * SHA-256.
 */
class PublishedTreeTests {

	private static final TreeHash HASH = TreeHash.SHA_256;

	private static final List<byte[]> LEAVES = Stream
		.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
		.map((entry) -> HASH.leaf(HexFormat.of().parseHex(entry)))
		.toList();

	private static final List<String> ROOTS = List.of(
			"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
			"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
			"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
			"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
			"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
			"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
			"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
			"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

	private static final String NODE_0 = ROOTS.get(1);

	private static final String NODE_0_1 = ROOTS.get(2);

	private static final String NODE_0_3 = ROOTS.get(4);

	private static final String NODE_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";

	private static final String NODE_2_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";

	private static final String NODE_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";

	private static final String NODE_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

	private static final String NODE_4_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

	private static final String NODE_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";

	/** Entry and tree size to proof. */
	private static final Map<List<Long>, List<String>> INCLUSION = Map.of(List.of(0L, 1L), List.of(), List.of(0L, 8L),
			List.of(NODE_1, NODE_2_3, NODE_4_7), List.of(5L, 8L), List.of(NODE_4, NODE_6_7, NODE_0_3), List.of(2L, 3L),
			List.of(NODE_0_1), List.of(1L, 5L), List.of(NODE_0, NODE_2_3, NODE_4));

	/** Two tree sizes to proof. */
	private static final Map<List<Long>, List<String>> CONSISTENCY = Map.of(List.of(1L, 1L), List.of(), List.of(1L, 8L),
			List.of(NODE_1, NODE_2_3, NODE_4_7), List.of(6L, 8L), List.of(NODE_4_5, NODE_6_7, NODE_0_3),
			List.of(2L, 5L), List.of(NODE_2_3, NODE_4));

	private static Tiles tiles() {
		GrowingTiles growing = new GrowingTiles(HASH, 0, Map.of());
		LEAVES.forEach(growing::append);
		return new Tiles(HASH, Map.of(new TileId(0, 0), growing.stretches().getFirst().hashes()));
	}

	private static String hex(byte[] hash) {
		return HexFormat.of().formatHex(hash);
	}

	private static List<byte[]> bytes(List<String> proof) {
		return proof.stream().map(HexFormat.of()::parseHex).toList();
	}

	private static byte[] root(long size) {
		return HexFormat.of().parseHex(ROOTS.get((int) size));
	}

	@Test
	void growsToThePublishedRoots() {
		Frontier tree = new Frontier(HASH);
		assertThat(hex(tree.root())).isEqualTo(ROOTS.getFirst());
		for (int i = 0; i < LEAVES.size(); i++) {
			tree.append(LEAVES.get(i));
			assertThat(hex(tree.root())).isEqualTo(ROOTS.get(i + 1));
		}
	}

	@Test
	void makesAndVerifiesThePublishedInclusionProofs() {
		INCLUSION.forEach((where, proof) -> {
			long index = where.getFirst();
			long size = where.getLast();
			assertThat(MerkleProofs.inclusion(index, size).stream().map(tiles()::root).map(PublishedTreeTests::hex))
				.isEqualTo(proof);
			assertThat(MerkleProofs.includes(HASH, LEAVES.get((int) index), index, size, bytes(proof), root(size)))
				.isTrue();
		});
	}

	@Test
	void makesAndVerifiesThePublishedConsistencyProofs() {
		CONSISTENCY.forEach((sizes, proof) -> {
			long first = sizes.getFirst();
			long second = sizes.getLast();
			assertThat(MerkleProofs.consistency(first, second).stream().map(tiles()::root).map(PublishedTreeTests::hex))
				.isEqualTo(proof);
			assertThat(MerkleProofs.continues(HASH, first, second, bytes(proof), root(first), root(second))).isTrue();
		});
	}

	@Test
	void refusesPublishedProofsThatWereChanged() {
		List<byte[]> proof = bytes(INCLUSION.get(List.of(5L, 8L)));
		byte[] leaf = LEAVES.get(5);
		assertThat(MerkleProofs.includes(HASH, leaf, 4, 8, proof, root(8))).isFalse();
		assertThat(MerkleProofs.includes(HASH, leaf, 5, 16, proof, root(8))).isFalse();
		assertThat(MerkleProofs.includes(HASH, leaf, 5, 8, proof.subList(0, 2), root(8))).isFalse();
		assertThat(MerkleProofs.includes(HASH, leaf, 5, 8, Stream.concat(proof.stream(), Stream.of(leaf)).toList(),
				root(8)))
			.isFalse();
		assertThat(MerkleProofs.includes(HASH, LEAVES.get(4), 5, 8, proof, root(8))).isFalse();
		assertThat(MerkleProofs.includes(HASH, leaf, 5, 8, proof, root(7))).isFalse();
		assertThat(MerkleProofs.includes(HASH, leaf, -1, 8, proof, root(8))).isFalse();
		byte[] flipped = Arrays.copyOf(leaf, leaf.length);
		flipped[31] ^= 1;
		assertThat(MerkleProofs.includes(HASH, flipped, 5, 8, proof, root(8))).isFalse();
		List<byte[]> consistent = bytes(CONSISTENCY.get(List.of(6L, 8L)));
		assertThat(MerkleProofs.continues(HASH, 5, 8, consistent, root(5), root(8))).isFalse();
		assertThat(MerkleProofs.continues(HASH, 6, 8, consistent, root(5), root(8))).isFalse();
		assertThat(MerkleProofs.continues(HASH, 6, 8, consistent, root(6), root(7))).isFalse();
		assertThat(MerkleProofs.continues(HASH, 6, 8, List.of(), root(6), root(8))).isFalse();
		assertThat(MerkleProofs.continues(HASH, 8, 8, consistent, root(8), root(8))).isFalse();
		assertThat(MerkleProofs.continues(HASH, 0, 8, List.of(), root(0), root(8))).isFalse();
	}

}
