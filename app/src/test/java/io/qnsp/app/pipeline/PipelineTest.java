package io.qnsp.app.pipeline;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.qnsp.app.QnspServer;
import io.qnsp.app.testing.TestDatabase;
import io.qnsp.testing.calls.SampleController;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the pipeline on a server of its own, which has the sample endpoints, a short
 * call timeout, small rate limits for some groups, and one allowed origin. One server for
 * all classes with this annotation.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@SpringBootTest(classes = QnspServer.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "springdoc.api-docs.enabled=false", "qnsp.http.call-timeout=2s",
				"qnsp.cors.allowed-origins=https://console.example.org", "qnsp.rate-limits.groups.testing.rate=1000",
				"qnsp.rate-limits.groups.testing.burst=1000", "qnsp.rate-limits.groups.audit.rate=1",
				"qnsp.rate-limits.groups.audit.burst=3", "qnsp.rate-limits.groups.unmatched.rate=1000",
				"qnsp.rate-limits.groups.unmatched.burst=1000", "qnsp.rate-limits.groups.anonymous.rate=1000",
				"qnsp.rate-limits.groups.anonymous.burst=1000", "qnsp.rate-limits.groups.tenant.rate=1",
				"qnsp.rate-limits.groups.tenant.burst=3" })
@AutoConfigureWebTestClient(timeout = "30s")
@ContextConfiguration(initializers = TestDatabase.class)
@Import({ SampleController.class, PipelineCalls.class })
@interface PipelineTest {

}
