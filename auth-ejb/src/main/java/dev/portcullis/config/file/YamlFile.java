package dev.portcullis.config.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;
import tools.jackson.dataformat.yaml.YAMLSchema;

/**
 * A strict reader of YAML: one document, no key twice, no aliases, merges and tags (which would
 * silently change what a reader of the file sees), limited in size and depth.
 */
public final class YamlFile {

  /** The largest file that is read. */
  public static final int MAX_BYTES = 256 * 1024;

  private static final int MAX_DEPTH = 20;
  private static final int MAX_TOKENS = 20_000;

  private final Findings findings;
  private final YAMLParser parser;

  private YamlFile(Findings findings, YAMLParser parser) {
    this.findings = findings;
    this.parser = parser;
  }

  /** Reads a file; what is wrong with it goes to the findings, and the rest is returned. */
  public static Node.Mapping parse(byte[] content, Findings findings) {
    var empty = Node.Mapping.empty("line 1");
    if (content.length > MAX_BYTES) {
      findings.problem(
          "", null, null, "is larger than " + MAX_BYTES / 1024 + " KiB", "Make it smaller.");
      return empty;
    }
    try (var parser = open(decode(content))) {
      return new YamlFile(findings, parser).root();
    } catch (CharacterCodingException notUtf8) {
      findings.problem("", null, null, "is not UTF-8", "Save it as UTF-8.");
    } catch (JacksonException e) {
      var at = e.getLocation();
      findings.problem(
          "",
          at == null ? null : "line " + at.getLineNr() + ", column " + at.getColumnNr(),
          null,
          "is not readable as YAML: " + withoutExcerpt(e),
          "Look for wrong indentation, a missing quote or colon in or above that line.");
    }
    return empty;
  }

  private static String decode(byte[] content) throws CharacterCodingException {
    var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static YAMLParser open(String text) {
    var limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxTokenCount(MAX_TOKENS)
            .build();
    var factory =
        YAMLFactory.builder().streamReadConstraints(limits).yamlSchema(YAMLSchema.CORE).build();
    return (YAMLParser) new YAMLMapper(factory).createParser(text);
  }

  /** The parser quotes the file, which may hold a secret, in indented lines (S71). */
  private static String withoutExcerpt(JacksonException e) {
    return String.valueOf(e.getOriginalMessage())
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .collect(Collectors.joining("; "));
  }

  private Node.Mapping root() {
    var first = parser.nextToken();
    if (first == null) {
      return Node.Mapping.empty("line 1");
    }
    if (first != JsonToken.START_OBJECT) {
      findings.problem(
          "", here(), null, "has no keys at its top", "Begin with \"auth:\" on a line of its own.");
      return Node.Mapping.empty("line 1");
    }
    var root = mapping("");
    if (parser.nextToken() != null) {
      findings.problem(
          "", here(), null, "holds more than one document", "Remove the lines \"---\".");
    }
    return root;
  }

  private Node.Mapping mapping(String path) {
    var mapping = Node.Mapping.empty(here());
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      var member = path.isEmpty() ? name : path + "." + name;
      var origin = here();
      parser.nextToken();
      var earlier = mapping.members().put(name, value(member));
      if (earlier != null) {
        findings.problem(
            member,
            origin,
            null,
            "is there twice, first at " + earlier.origin(),
            "Remove one of them.");
      }
    }
    return mapping;
  }

  private Node value(String path) {
    refuseMagic(path);
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(path);
      case START_ARRAY -> sequence(path);
      case VALUE_NULL -> new Node.Scalar(null, false, here());
      default -> new Node.Scalar(parser.getString(), false, here());
    };
  }

  private Node.Sequence sequence(String path) {
    var origin = here();
    var items = new ArrayList<Node>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(path + "[" + items.size() + "]"));
    }
    return new Node.Sequence(items, origin);
  }

  /** An alias or a tag would be read as an ordinary text, and not be what was meant. */
  private void refuseMagic(String path) {
    if (parser.isCurrentAlias()) {
      findings.problem(
          path, here(), null, "is a YAML alias, which is not supported", "Write the value out.");
    } else if (parser.getRawTag() != null) {
      findings.problem(
          path, here(), null, "has a YAML tag, which is not supported", "Remove the tag.");
    }
  }

  private String here() {
    return "line " + parser.currentTokenLocation().getLineNr();
  }
}
