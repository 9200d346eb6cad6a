package io.qnsp.app.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker with its controller in a JVM of its own. Arguments: the file with its
 * properties, then users of SCRAM as {@code name=password}.
 */
public final class KafkaBrokerMain {

	private KafkaBrokerMain() {
	}

	/**
	 * Formats the broker's folder when it is new, and runs the broker.
	 * @param arguments see above
	 */
	public static void main(String[] arguments) throws Exception {
		((Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.WARN);
		Properties properties = new Properties();
		try (var file = Files.newBufferedReader(Path.of(arguments[0]))) {
			properties.load(file);
		}
		if (!Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
			List<String> format = new ArrayList<>(List.of("format", "--standalone", "--cluster-id",
					"qnspTestClusterAAAAAAA", "--config", arguments[0]));
			for (int i = 1; i < arguments.length; i++) {
				String[] user = arguments[i].split("=", 2);
				format.add("--add-scram");
				format.add("SCRAM-SHA-512=[name=%s,password=%s]".formatted(user[0], user[1]));
			}
			kafka.tools.StorageTool.execute(format.toArray(String[]::new), System.out);
		}
		kafka.Kafka.main(new String[] { arguments[0] });
	}

}
