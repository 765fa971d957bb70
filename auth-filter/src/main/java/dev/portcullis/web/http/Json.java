package dev.portcullis.web.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Strict JSON, as trees: no data binding, so that no class is ever chosen by what a client sends
 * (S82). UTF-8 only, no duplicate names, one document, at most 8 levels deep (S78).
 */
public final class Json {

  private static final int DEPTH = 8;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxNumberLength(32)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * Reads one object.
   *
   * @throws RequestRefusedException 400 {@code invalid_request} for anything else
   */
  public static ObjectNode readObject(byte[] utf8) throws RequestRefusedException {
    JsonNode document;
    try {
      document = MAPPER.readTree(utf8(utf8));
    } catch (JacksonException notJson) {
      throw new RequestRefusedException(
          ErrorCode.INVALID_REQUEST, "The body is not well-formed JSON.");
    }
    if (document instanceof ObjectNode object) {
      return object;
    }
    throw new RequestRefusedException(
        ErrorCode.INVALID_REQUEST, "The body must be one JSON object.");
  }

  /**
   * Decodes strictly.
   *
   * @throws RequestRefusedException 400 where the bytes are not UTF-8
   */
  public static String utf8(byte[] bytes) throws RequestRefusedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new RequestRefusedException(ErrorCode.INVALID_REQUEST, "The body is not UTF-8.");
    }
  }

  /** An empty object to fill. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
