package io.qnsp.core.integrity.merkle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The tree of tiles against RFC 6962's own recursive definitions, at random sizes around
 * the edges of tiles, with fixed seeds.
 */
class TreePropertyTests {

	private static final TreeHash HASH = TreeHash.SHA3_256;

	private static final int LARGEST = 70_000;

	private static final List<byte[]> LEAVES = leaves();

	private static final Map<TileId, byte[]> TILES = grown(LARGEST);

	private final SplittableRandom random = new SplittableRandom(6962);

	private static List<byte[]> leaves() {
		List<byte[]> leaves = new ArrayList<>();
		for (int i = 0; i < LARGEST; i++) {
			leaves.add(HASH.leaf(ByteBuffer.allocate(4).putInt(i).array()));
		}
		return leaves;
	}

	private static Map<TileId, byte[]> grown(int size) {
		Map<TileId, byte[]> stored = new HashMap<>();
		grow(stored, 0, size);
		return stored;
	}

	// Grows as the server does: from the right edge that is stored, and back into the
	// store.
	private static GrowingTiles grow(Map<TileId, byte[]> stored, int from, int to) {
		Map<TileId, byte[]> edge = new HashMap<>();
		TileId.rightEdge(from).forEach((tile) -> edge.put(tile, stored.getOrDefault(tile, new byte[0])));
		GrowingTiles growing = new GrowingTiles(HASH, from, edge);
		LEAVES.subList(from, to).forEach(growing::append);
		for (GrowingTiles.Stretch stretch : growing.stretches()) {
			int width = TileId.WIDTH * TreeHash.BYTES;
			for (int i = 0; i < stretch.tiles(); i++) {
				stored.put(new TileId(stretch.level(), stretch.firstTile() + i), Arrays.copyOfRange(stretch.hashes(),
						i * width, Math.min((i + 1) * width, stretch.hashes().length)));
			}
		}
		return growing;
	}

	private static byte[] naive(int begin, int end) {
		if (end - begin == 0) {
			return HASH.empty();
		}
		if (end - begin == 1) {
			return LEAVES.get(begin);
		}
		int middle = begin + Integer.highestOneBit(end - begin - 1);
		return HASH.node(naive(begin, middle), naive(middle, end));
	}

	private static List<byte[]> naivePath(int index, int begin, int end) {
		if (end - begin == 1) {
			return new ArrayList<>();
		}
		int middle = begin + Integer.highestOneBit(end - begin - 1);
		List<byte[]> path = (index < middle) ? naivePath(index, begin, middle) : naivePath(index, middle, end);
		path.add((index < middle) ? naive(middle, end) : naive(begin, middle));
		return path;
	}

	private static List<byte[]> naiveProof(int first, int begin, int end, boolean whole) {
		if (first == end) {
			return whole ? new ArrayList<>() : new ArrayList<>(List.of(naive(begin, end)));
		}
		int middle = begin + Integer.highestOneBit(end - begin - 1);
		List<byte[]> proof = (first <= middle) ? naiveProof(first, begin, middle, whole)
				: naiveProof(first, middle, end, false);
		proof.add((first <= middle) ? naive(middle, end) : naive(begin, middle));
		return proof;
	}

	private int size() {
		int around = new int[] { 1, 2, 8, 255, 256, 257, 511, 512, 3_000, 65_535, 65_536, 65_800 }[this.random
			.nextInt(12)];
		return Math.max(1, around + this.random.nextInt(5) - 2);
	}

	@Test
	void rootsAreThoseOfTheDefinition() {
		for (int i = 0; i < 40; i++) {
			int size = size();
			assertThat(new Tiles(HASH, TILES).frontier(size).root()).as("%d entries", size).isEqualTo(naive(0, size));
		}
	}

	@Test
	void treesThatGrowInStepsAreThoseThatGrowAtOnce() {
		for (int i = 0; i < 10; i++) {
			Map<TileId, byte[]> stored = new HashMap<>();
			int size = 0;
			for (int step = 0; step < 8; step++) {
				int next = size + this.random.nextInt(1, 900);
				assertThat(grow(stored, size, next).frontier().root()).isEqualTo(naive(0, next));
				size = next;
			}
			assertThat(stored.keySet()).isEqualTo(grown(size).keySet());
			grown(size).forEach((tile, hashes) -> assertThat(stored.get(tile)).as(tile.toString()).isEqualTo(hashes));
		}
	}

	@Test
	void inclusionProofsAreThoseOfTheDefinitionAndHold() {
		for (int i = 0; i < 40; i++) {
			int size = size();
			int index = this.random.nextInt(size);
			List<Span> spans = MerkleProofs.inclusion(index, size);
			Tiles some = only(Tiles.of(spans));
			List<byte[]> proof = spans.stream().map(some::root).toList();
			assertThat(proof).usingRecursiveComparison().isEqualTo(naivePath(index, 0, size));
			assertThat(MerkleProofs.includes(HASH, LEAVES.get(index), index, size, proof, naive(0, size))).isTrue();
			if (size > 1) {
				byte[] other = LEAVES.get((index + 1) % size);
				assertThat(MerkleProofs.includes(HASH, other, index, size, proof, naive(0, size))).isFalse();
			}
		}
	}

	@Test
	void consistencyProofsAreThoseOfTheDefinitionAndHold() {
		for (int i = 0; i < 40; i++) {
			int second = size();
			int first = this.random.nextInt(1, second + 1);
			List<Span> spans = MerkleProofs.consistency(first, second);
			Tiles some = only(Tiles.of(spans));
			List<byte[]> proof = spans.stream().map(some::root).toList();
			assertThat(proof).usingRecursiveComparison().isEqualTo(naiveProof(first, 0, second, true));
			assertThat(MerkleProofs.continues(HASH, first, second, proof, naive(0, first), naive(0, second))).isTrue();
			if (first < second) {
				assertThat(MerkleProofs.continues(HASH, first, second, proof, LEAVES.get(3), naive(0, second)))
					.isFalse();
			}
		}
	}

	@Test
	void rangesGiveTheRootOfTheTreeAroundThem() {
		for (int i = 0; i < 40; i++) {
			int size = size();
			int begin = this.random.nextInt(size);
			Span range = new Span(begin, begin + this.random.nextInt(Math.min(size - begin, 600) + 1));
			RangeProof proof = RangeProof.of(range, size, only(Tiles.of(RangeProof.around(range, size))));
			List<byte[]> leaves = new ArrayList<>(LEAVES.subList(begin, (int) range.end()));
			assertThat(proof.root(HASH, leaves)).isEqualTo(naive(0, size));
			if (leaves.size() > 1) {
				byte[] moved = leaves.removeFirst();
				leaves.add(1, moved);
				assertThat(proof.root(HASH, leaves)).isNotEqualTo(naive(0, size));
			}
		}
	}

	@Test
	void tilesThatDoNotFitAreToldApart() {
		Map<TileId, byte[]> edge = new HashMap<>();
		TileId.rightEdge(1_000).forEach((tile) -> edge.put(tile, Arrays.copyOf(TILES.get(tile), 0)));
		assertThatExceptionOfType(DamagedTreeException.class).isThrownBy(() -> new GrowingTiles(HASH, 1_000, edge));
		assertThatExceptionOfType(DamagedTreeException.class)
			.isThrownBy(() -> new GrowingTiles(HASH, 1_000, grown(1_001)));
		assertThatExceptionOfType(DamagedTreeException.class).isThrownBy(() -> new Tiles(HASH, Map.of()).frontier(1));
	}

	private static Tiles only(Iterable<TileId> wanted) {
		Map<TileId, byte[]> some = new HashMap<>();
		wanted.forEach((tile) -> some.put(tile, TILES.get(tile)));
		assertThat(some.size()).as("tiles for a proof").isLessThanOrEqualTo(8);
		return new Tiles(HASH, some);
	}

}
