package dev.portcullis.web.page;

import dev.portcullis.crypto.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The style sheet and the logo: the application's where it has them, else ours. Their addresses
 * carry the digest of their content, so that browsers may keep them for good.
 */
final class Assets {

  static final String STYLESHEET = "portcullis.css";
  static final String LOGO = "logo.svg";

  private static final int DIGEST_CHARACTERS = 16;

  /**
   * One file.
   *
   * @param name in its address
   * @param mediaType of its content
   * @param digest of its content
   * @param content its bytes; not to be changed
   */
  @SuppressWarnings(
      "ArrayRecordComponent") // Compared by nobody, and handed out to be written only.
  record Asset(String name, String mediaType, String digest, byte[] content) {

    /** The address below the base path. */
    String path() {
      return "/assets/" + name + "?v=" + digest;
    }
  }

  private final Map<String, Asset> byName;

  private Assets(Map<String, Asset> byName) {
    this.byName = byName;
  }

  static Assets load(ApplicationFiles files) {
    var byName = new LinkedHashMap<String, Asset>();
    byName.put(STYLESHEET, asset(files, STYLESHEET, "text/css;charset=UTF-8"));
    byName.put(LOGO, asset(files, LOGO, "image/svg+xml"));
    return new Assets(byName);
  }

  Asset stylesheet() {
    return named(STYLESHEET).orElseThrow();
  }

  Asset logo() {
    return named(LOGO).orElseThrow();
  }

  /** The file of that name, if it is one of ours to serve. */
  Optional<Asset> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  private static Asset asset(ApplicationFiles files, String name, String mediaType) {
    var content = files.read(name).orElseGet(() -> own(name));
    var digest = Digests.sha256Hex(content).substring(0, DIGEST_CHARACTERS);
    return new Asset(name, mediaType, digest, content);
  }

  private static byte[] own(String name) {
    try (var in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Missing from the jar: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }
}
