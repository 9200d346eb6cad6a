package io.qnsp.crypto.bench;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs both and prints the engine's throughput as a ratio of the raw one.
 */
public final class CompareMain {

	/** Ends the name of what decodes the public key each time; the raw call does not. */
	private static final String DECODING = "Decoding";

	private CompareMain() {
	}

	/**
	 * Runs the benchmarks.
	 * @param arguments a regular expression for their names, if only some
	 */
	public static void main(String... arguments) throws RunnerException {
		OptionsBuilder options = new OptionsBuilder();
		options.include("io.qnsp.crypto.bench.*" + ((arguments.length > 0) ? arguments[0] : ""))
			.forks(2)
			.warmupIterations(3)
			.warmupTime(TimeValue.seconds(2))
			.measurementIterations(3)
			.measurementTime(TimeValue.seconds(2))
			.jvmArgsAppend("--enable-native-access=ALL-UNNAMED");
		Map<String, Double> raw = new TreeMap<>();
		Map<String, Double> engine = new TreeMap<>();
		Collection<RunResult> results = new Runner(options.build()).run();
		for (RunResult result : results) {
			String[] name = result.getParams().getBenchmark().split("\\.");
			String operation = name[name.length - 1];
			double score = result.getPrimaryResult().getScore();
			(name[name.length - 2].startsWith("Raw") ? raw : engine).put(operation, score);
		}
		System.out.printf("%n%-26s %12s %12s %7s%n", "operation", "raw/s", "engine/s", "ratio");
		engine.forEach((operation, score) -> {
			double beside = raw.getOrDefault(operation.replace(DECODING, ""), Double.NaN);
			System.out.printf("%-26s %12.0f %12.0f %7.2f%n", operation, beside, score, score / beside);
		});
	}

}
