package io.weir.cli.http;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a node answered where it did as asked.
 *
 * @param status of the answer, 200 to 299
 * @param json its body; missing where it has none
 */
public record Answer(int status, JsonNode json) {}
