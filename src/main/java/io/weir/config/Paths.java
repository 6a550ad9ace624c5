package io.weir.config;

import com.typesafe.config.ConfigValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file name, relative to the directory of the configuration file; read as an absolute one. */
record Paths(Path directory) implements Kind<Path> {
    @Override
    public Path read(ConfigValue value) throws Unfit {
        String text = Kind.scalar(value);
        if (text.isBlank()) {
            throw new Unfit("an empty name is no file");
        }
        try {
            return directory.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new Unfit(Quoted.text(text) + " is not a file name");
        }
    }

    @Override
    public String allowed() {
        return "a file name, absolute or relative to this file";
    }

    @Override
    public Object shown(Path value) {
        return value.toString();
    }
}
