package io.qnsp.app.runtime;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The root key, {@code qnsp.keys.*}.
 *
 * @param rootKeyFile a file of 32 bytes, mode 0600; without it a key is made in the data
 * folder, which the production profile refuses
 * @param retiredRootKeyFiles root keys of what was sealed earlier: it still opens, and
 * tenants' keys are wrapped anew
 */
@ConfigurationProperties("qnsp.keys")
record KeyProperties(@Nullable Path rootKeyFile, @DefaultValue List<Path> retiredRootKeyFiles) {

}
