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
		System.out.printf("%n%-20s %12s %12s %7s%n", "operation", "raw/s", "engine/s", "ratio");
		raw.forEach((operation, score) -> System.out.printf("%-20s %12.0f %12.0f %7.2f%n", operation, score,
				engine.getOrDefault(operation, Double.NaN), engine.getOrDefault(operation, Double.NaN) / score));
	}

}
