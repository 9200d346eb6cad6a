package io.qnsp.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts the QNSP server.
 */
@SpringBootApplication(scanBasePackages = "io.qnsp")
@ConfigurationPropertiesScan("io.qnsp")
public class QnspServer {

	/**
	 * Starts the server.
	 * @param args Spring Boot arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(QnspServer.class, args);
	}

}
