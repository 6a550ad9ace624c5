package io.weir.config;

/**
 * Something a configuration file says that cannot be obeyed, or that can be but hardly was meant.
 *
 * @param file the file as it was named on the command line, or the included one
 * @param line from 1; the nearest line known where the value has none of its own
 * @param path the key's path, or empty where the file as a whole is meant
 * @param message what is wrong and what is allowed, on one line; never a secret
 */
public record Problem(String file, int line, String path, String message) {
    /** {@code FILE:LINE: path: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
