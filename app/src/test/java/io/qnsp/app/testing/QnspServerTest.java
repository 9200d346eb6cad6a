package io.qnsp.app.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.qnsp.app.QnspServer;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the whole server over HTTP, on the test JVM's PostgreSQL. All classes with
 * this annotation and nothing else that changes the context share one server; each test
 * works with tenants of its own, since nothing is cleaned between tests.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@SpringBootTest(classes = QnspServer.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "springdoc.use-fqn=true", "springdoc.default-produces-media-type=application/json",
				"springdoc.default-consumes-media-type=application/json", "springdoc.packages-to-scan=io.qnsp" })
@ExtendWith(BlockingCalls.class)
@AutoConfigureWebTestClient(timeout = "30s")
@ContextConfiguration(initializers = TestDatabase.class)
public @interface QnspServerTest {

}
