package io.qnsp.app.runtime;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The root key, {@code qnsp.keys.*}.
 *
 * @param rootKeyFile a file of 32 bytes, mode 0600; without it a key is made in the data
 * folder, which the production profile refuses
 */
@ConfigurationProperties("qnsp.keys")
record KeyProperties(@Nullable Path rootKeyFile) {

}
