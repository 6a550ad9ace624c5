package io.weir.model;

import java.nio.file.Path;

/**
 * Who this node is.
 *
 * @param name its name in logs and the API
 * @param dataDir where it keeps what must outlive it; absolute
 */
public record NodeSettings(String name, Path dataDir) {}
