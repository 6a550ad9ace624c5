package io.weir.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The instructions of a Dockerfile in order, as far as ours needs them understood: comments, continued lines, exec forms.
 *
 * @param instructions each a word and what stands behind it
 */
record Dockerfile(List<Instruction> instructions) {
    record Instruction(String word, String rest) {
        /** The words of an exec form; a shell form is none. */
        List<String> exec() {
            return strings(rest);
        }
    }

    static Dockerfile read(Path file) {
        return parse(Tree.text(file));
    }

    static Dockerfile parse(String text) {
        List<Instruction> all = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String each : text.lines().toList()) {
            if (each.strip().startsWith("#") || (each.isBlank() && line.isEmpty())) {
                continue;
            }
            boolean goesOn = each.endsWith("\\");
            line.append(goesOn ? each.substring(0, each.length() - 1) : each);
            if (!goesOn) {
                String[] parts = line.toString().strip().split("\\s+", 2);
                all.add(new Instruction(parts[0], parts[1].strip()));
                line.setLength(0);
            }
        }
        return new Dockerfile(List.copyOf(all));
    }

    /** Those of the stage that becomes the image. */
    Dockerfile lastStage() {
        int from = 0;
        for (int i = 0; i < instructions.size(); i++) {
            if (instructions.get(i).word().equals("FROM")) {
                from = i;
            }
        }
        return new Dockerfile(instructions.subList(from, instructions.size()));
    }

    List<Instruction> all(String word) {
        return instructions.stream().filter(each -> each.word().equals(word)).toList();
    }

    Instruction one(String word) {
        List<Instruction> found = all(word);
        if (found.size() != 1) {
            throw new NoSuchElementException("there are " + found.size() + " of " + word);
        }
        return found.getFirst();
    }

    /** The command of the health check. */
    List<String> health() {
        String rest = one("HEALTHCHECK").rest();
        return strings(rest.substring(rest.indexOf("CMD ") + 4));
    }

    private static List<String> strings(String json) {
        try {
            return new ObjectMapper().readValue(json, new TypeReference<List<String>>() {});
        } catch (JsonProcessingException e) {
            throw new NoSuchElementException("no exec form: " + json, e);
        }
    }
}
