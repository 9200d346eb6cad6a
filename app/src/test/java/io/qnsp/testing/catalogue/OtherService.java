package io.qnsp.testing.catalogue;

import io.qnsp.core.control.Controls;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes a path that another service has under another variable name. No server's scan
 * finds it.
 */
@TestComponent
@RestController
public class OtherService {

	@GetMapping("/shared/{name}")
	@Controls(event = "testing.shared.read")
	Mono<String> shared(@PathVariable String name) {
		return Mono.just(name);
	}

}
