package dev.portcullis.command.change;

import dev.portcullis.command.zip.UnacceptableArchiveException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The entry that says what was added, so that exactly that can be taken out again. Lines of "key
 * value", one key possibly several times.
 *
 * @param originalSha256 the digest of the whole archive as it was
 * @param added the digests of the entries that were added, by name
 * @param replaced what it takes to undo the entries that were replaced, by name
 */
record Marker(
    String originalSha256, Map<String, String> added, Map<String, ReplacedEntry> replaced) {

  /** In a WAR, and in an EAR as well; neither is served to browsers. */
  static final String NAME = "META-INF/portcullis-added.txt";

  /** What is read of a marker that may come from anywhere. */
  static final int MAX_BYTES = 1 << 20;

  private static final String FORMAT = "format 1";

  /** What is ever added, so that no marker has anything else taken out. */
  private static final Pattern OURS =
      Pattern.compile("WEB-INF/(auth\\.yaml|lib/portcullis-bundle-[^/]+\\.jar)");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  byte[] write(String version) {
    var text = new StringBuilder();
    line(text, "#", "Portcullis " + version + " was added; its command \"remove\" takes it out.");
    text.append(FORMAT).append('\n');
    line(text, "original", originalSha256);
    new TreeMap<>(added).forEach((name, digest) -> line(text, "added", digest + " " + name));
    new TreeMap<>(replaced)
        .forEach((name, entry) -> line(text, "replaced", entry.write() + " " + name));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(' ').append(value).append('\n');
  }

  static Marker read(byte[] content) throws UnacceptableArchiveException {
    var original = "";
    var added = new TreeMap<String, String>();
    var replaced = new TreeMap<String, ReplacedEntry>();
    boolean known = false;
    for (var line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      var words = line.split(" ", 3);
      switch (words[0]) {
        case "#" -> {}
        case "format" -> known = line.equals(FORMAT);
        case "original" -> original = digest(words, 2);
        case "added" -> {
          var digest = digest(words, 3);
          if (!OURS.matcher(words[2]).matches()) {
            throw unreadable();
          }
          added.put(words[2], digest);
        }
        case "replaced" -> {
          var entry = ReplacedEntry.read(words.length == 3 ? words[1] : "");
          replaced.put(words[2], entry);
        }
        default -> throw unreadable();
      }
    }
    if (!known || original.isEmpty() || (added.isEmpty() && replaced.isEmpty())) {
      throw unreadable();
    }
    return new Marker(original, added, replaced);
  }

  private static String digest(String[] words, int length) throws UnacceptableArchiveException {
    if (words.length != length || !SHA256.matcher(words[1]).matches()) {
      throw unreadable();
    }
    return words[1];
  }

  static UnacceptableArchiveException unreadable() {
    return new UnacceptableArchiveException(
        "has a " + NAME + " that this version of the command cannot read");
  }

  /** The digest of parts that lie one after the other. */
  static String sha256(List<ByteBuffer> parts) {
    var digest = Digests.sha256();
    parts.forEach(part -> digest.update(part.duplicate()));
    return Digests.hex(digest);
  }
}
