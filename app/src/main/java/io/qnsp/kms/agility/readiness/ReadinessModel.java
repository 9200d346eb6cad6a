package io.qnsp.kms.agility.readiness;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.qnsp.crypto.catalogue.Family;
import io.qnsp.kms.agility.inventory.AssetGroup;
import io.qnsp.kms.agility.inventory.AssetGroup.Kind;
import io.qnsp.kms.agility.inventory.Inventory;
import io.qnsp.kms.agility.migration.model.PlanFigures;
import io.qnsp.kms.agility.readiness.Readiness.Category;
import io.qnsp.kms.agility.readiness.Readiness.KeyMigration;
import io.qnsp.kms.agility.readiness.Readiness.Status;
import io.qnsp.kms.agility.usage.RecentUse;

/**
 * Assesses readiness. Each category is a share of things that can be counted; the weights
 * put what keeps data secret before signatures, since recorded ciphertexts are decrypted
 * later, and what is there before how it is kept.
 */
final class ReadinessModel {

	private static final int ENCRYPTION_WEIGHT = 35;

	private static final int SIGNING_WEIGHT = 25;

	private static final int USAGE_WEIGHT = 15;

	private static final int PATH_WEIGHT = 10;

	private static final int ROTATION_WEIGHT = 10;

	private static final int SYMMETRIC_WEIGHT = 5;

	private static final int FULL = 100;

	private static final String SAFE = "are quantum-safe";

	/** NIST's category of AES-256. */
	private static final int STRONGEST = 5;

	private ReadinessModel() {
	}

	static Readiness assess(Inventory inventory, RecentUse use, PlanFigures plans) {
		List<Category> categories = List.of(encryption(inventory), signing(inventory), usage(use),
				migrationPath(inventory, plans), rotation(inventory), symmetric(inventory));
		int weights = categories.stream().filter(Category::assessed).mapToInt(Category::weight).sum();
		int points = categories.stream()
			.filter(Category::assessed)
			.mapToInt((category) -> category.score() * category.weight())
			.sum();
		String basis = "overallScore is the mean of the assessed categories by their weights; a category without anything "
				+ "to assess adds nothing. " + ((weights == 0) ? "There is nothing to assess. " : "")
				+ inventory.counted() + " Operations are those of the last %d days.".formatted(use.days());
		return new Readiness((weights == 0) ? 0 : points / weights, categories, keys(inventory, plans), basis);
	}

	private static Category encryption(Inventory inventory) {
		Predicate<Kind> all = (kind) -> kind.isConfidentiality() && kind.isAsymmetric();
		return moved(inventory, all,
				new Form("encryption_and_key_exchange", ENCRYPTION_WEIGHT,
						"encryption, wrapping and key exchange keys with a public part", SAFE),
				"whoever records what they protect can decrypt it once a quantum computer is there",
				"Move them to ML-KEM-768, ML-KEM-1024 or X-Wing with a migration plan, and re-encrypt what earlier versions "
						+ "protect (POST /kms/v1/keys/{keyId}/reencrypt).");
	}

	private static Category signing(Inventory inventory) {
		return moved(inventory, Kind::isSigning, new Form("signing_keys", SIGNING_WEIGHT, "signing keys", SAFE),
				"their signatures can be forged once a quantum computer is there",
				"Move them to ML-DSA-65 or ML-DSA-87 with a migration plan.");
	}

	private static Category moved(Inventory inventory, Predicate<Kind> all, Form form, String threat, String advice) {
		long total = inventory.count(all);
		long classical = inventory.count(all.and(Kind::isClassical));
		if (classical == 0) {
			return category(form, total, total, List.of(), List.of());
		}
		return category(
				form, total - classical, total, List.of("%d of %d are broken by quantum computers (%s): %s"
					.formatted(classical, total, algorithms(inventory, all.and(Kind::isClassical)), threat)),
				List.of(advice));
	}

	private static String algorithms(Inventory inventory, Predicate<Kind> which) {
		return String.join(", ",
				inventory.matching(which)
					.map((group) -> group.kind().algorithm().nistName())
					.distinct()
					.sorted()
					.toList());
	}

	private static Category usage(RecentUse use) {
		Form form = new Form("usage", USAGE_WEIGHT,
				"operations with asymmetric keys in the last %d days".formatted(use.days()),
				"used quantum-safe algorithms");
		long classical = use.classical();
		long total = classical + use.quantumSafe();
		return (classical == 0) ? category(form, total, total, List.of(), List.of()) : category(form, total - classical,
				total, List.of("%d of %d used algorithms that quantum computers break".formatted(classical, total)),
				List.of("Let applications use keys that have been moved; a moved key keeps its id, so most need no change."));
	}

	private static Category migrationPath(Inventory inventory, PlanFigures plans) {
		Form form = new Form("migration_path", PATH_WEIGHT, "asymmetric keys",
				"are quantum-safe already or can be moved by this server");
		long total = inventory.count(Kind::isAsymmetric);
		List<AssetGroup> stuck = inventory.matching((kind) -> kind.isClassical() && !kind.movable()).toList();
		long blocked = stuck.stream().mapToLong(AssetGroup::count).sum();
		List<String> blockers = stuck.stream()
			.map((group) -> "%d %s key%s: %s".formatted(group.count(), group.kind().algorithm(),
					(group.count() == 1) ? "" : "s", group.obstacle()))
			.toList();
		boolean unplanned = inventory.count(Kind::isClassical) > 0 && plans.open() == 0;
		List<String> advice = Stream
			.concat((blocked > 0) ? Stream.of("Clear what stands in the way, or replace these keys by new ones.")
					: Stream.empty(),
					unplanned ? Stream.of("Draft a migration plan: there is none that has not ended.") : Stream.empty())
			.toList();
		return category(form, total - blocked, total, blockers, advice);
	}

	private static Category rotation(Inventory inventory) {
		Form form = new Form("rotation", ROTATION_WEIGHT, "active keys",
				"are within their cryptoperiod (SP 800-57 part 1 revision 5)");
		long total = inventory.count(Kind::active);
		long overdue = inventory.count(Kind::overdue);
		long unscheduled = inventory.count((kind) -> kind.active() && !kind.scheduled());
		return category(form, total - overdue, total,
				(overdue > 0) ? List.of("%d of %d are older than their cryptoperiod".formatted(overdue, total))
						: List.of(),
				(unscheduled > 0) ? List
					.of("Give a rotation period to %d active key%s: a key that is rotated by itself is moved easily."
						.formatted(unscheduled, (unscheduled == 1) ? "" : "s")) : List.of());
	}

	private static Category symmetric(Inventory inventory) {
		Form form = new Form("symmetric_keys", SYMMETRIC_WEIGHT, "symmetric keys", "have 256 bits");
		long total = inventory.count((kind) -> !kind.isAsymmetric());
		long weak = inventory.count((kind) -> kind.algorithm().family().kind() == Family.Kind.SYMMETRIC
				&& kind.algorithm().category() < STRONGEST);
		return category(form, total - weak, total, List.of(),
				(weak > 0) ? List.of("Replace %d key%s of 128 bits by AES-256-GCM, which CNSA 2.0 demands."
					.formatted(weak, (weak == 1) ? "" : "s")) : List.of());
	}

	private static Category category(Form form, long ready, long total, List<String> blockers, List<String> advice) {
		if (total == 0) {
			return new Category(form.name, 0, Status.NOT_READY, false, form.weight,
					"Nothing to assess: there are no " + form.what + ".", List.of(), advice);
		}
		int score = Math.toIntExact(ready * FULL / total);
		Status status = (score == FULL) ? Status.READY : (score > 0) ? Status.PARTIAL : Status.NOT_READY;
		return new Category(form.name, score, status, true, form.weight,
				"%d of %d %s %s.".formatted(ready, total, form.what, form.ready), blockers, advice);
	}

	private static KeyMigration keys(Inventory inventory, PlanFigures plans) {
		long total = inventory.count(Kind::isAsymmetric);
		long classical = inventory.count(Kind::isClassical);
		long blocked = inventory.count((kind) -> kind.isClassical() && !kind.movable());
		return new KeyMigration(total, total - classical, classical - blocked, blocked, plans.plannedKeys());
	}

	/**
	 * What a category is about.
	 */
	private record Form(String name, int weight, String what, String ready) {

	}

}
