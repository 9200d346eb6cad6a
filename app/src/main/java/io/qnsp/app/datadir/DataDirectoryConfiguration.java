package io.qnsp.app.datadir;

import java.nio.file.Path;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Opens the data folder before anything that lives in it, and gives it back last.
 */
@Configuration(proxyBeanMethods = false)
class DataDirectoryConfiguration {

	@Bean
	DataDirectory dataDirectory(@Value("${qnsp.data-dir:./data}") Path folder) {
		return DataDirectory.open(folder);
	}

}
