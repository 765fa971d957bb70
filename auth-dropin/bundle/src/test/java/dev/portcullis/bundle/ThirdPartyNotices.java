package dev.portcullis.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * Whose work is in the bundle: each library with its licence, and the notices and licence texts
 * that the libraries carry.
 *
 * @param libraries their jars
 */
record ThirdPartyNotices(List<Path> libraries) {

  private static final String APACHE = "Apache-2.0";

  /** By the beginning of the jar's name; a new library has to be looked at, and added here. */
  private static final Map<String, String> LICENCES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("HdrHistogram", "BSD-2-Clause OR CC0-1.0"),
              Map.entry("bcprov-jdk18on", "MIT (Bouncy Castle)"),
              Map.entry("bucket4j", APACHE),
              Map.entry("caffeine", APACHE),
              Map.entry("commons-", APACHE),
              Map.entry("core-", APACHE),
              Map.entry("flyway-", APACHE),
              Map.entry("jackson-", APACHE),
              Map.entry("javase-", APACHE),
              Map.entry("jte-", APACHE),
              Map.entry("ldaptive", APACHE),
              Map.entry("libphonenumber", APACHE),
              Map.entry("micrometer-", APACHE),
              Map.entry("netty-", APACHE),
              Map.entry("pac4j-", APACHE),
              Map.entry("prometheus-metrics-", APACHE),
              Map.entry("scribejava-", "MIT"),
              Map.entry("slf4j-api", "MIT"),
              Map.entry("snakeyaml-engine", APACHE),
              Map.entry("totp-", "MIT"),
              Map.entry("zxcvbn", "MIT")));

  /** Texts that their jars leave out. */
  private static final List<String> TEXTS = List.of("scribejava.txt", "totp.txt", "zxcvbn.txt");

  private static final Pattern LEGAL =
      Pattern.compile("(META-INF/)?([A-Za-z]+-)*(NOTICE|LICENSE)(\\.(txt|md))?");

  String text() throws IOException {
    var text = new StringBuilder();
    text.append(
            "Portcullis is licensed under Apache-2.0 (META-INF/LICENSE). This jar also holds the\n")
        .append(
            "following libraries, moved to the package dev.portcullis.shaded and not changed"
                + " otherwise.\n")
        .append(
            "The text of Apache-2.0 is META-INF/LICENSE; the others' texts and all notices"
                + " follow.\n\n");
    for (var jar : libraries) {
      text.append("  ").append(name(jar)).append(": ").append(licence(name(jar))).append('\n');
    }
    for (var name : TEXTS) {
      section(text, name.replace(".txt", ""), resource(name));
    }
    carried().forEach((content, jars) -> section(text, jars, content));
    return text.toString();
  }

  private static String licence(String jar) {
    return LICENCES.entrySet().stream()
        .filter(entry -> jar.startsWith(entry.getKey()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(jar + " has no licence in ThirdPartyNotices"))
        .getValue();
  }

  /** What the jars carry, each text once, with the names of those that carry it. */
  private Map<String, String> carried() throws IOException {
    var texts = new LinkedHashMap<String, String>();
    for (var library : libraries) {
      try (var jar = new JarFile(library.toFile())) {
        jar.stream()
            .filter(entry -> LEGAL.matcher(entry.getName()).matches())
            .map(entry -> read(jar, entry))
            .filter(content -> !isApacheLicence(content))
            .forEach(content -> texts.merge(content, name(library), ThirdPartyNotices::list));
      }
    }
    return texts;
  }

  private static String list(String names, String name) {
    return names.endsWith(name) ? names : names + ", " + name;
  }

  private static boolean isApacheLicence(String content) {
    return content.contains("TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION")
        && content.contains("Apache License")
        && !content.contains("MIT License");
  }

  private static void section(StringBuilder text, String title, String content) {
    text.append("\n---- ").append(title).append(" ----\n\n").append(content.strip()).append('\n');
  }

  private static String read(JarFile jar, ZipEntry entry) {
    try (var in = jar.getInputStream(entry)) {
      return clean(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) throws IOException {
    try (var in = ThirdPartyNotices.class.getResourceAsStream("/licences/" + name)) {
      return clean(java.util.Objects.requireNonNull(in, name).readAllBytes());
    }
  }

  private static String clean(byte[] content) {
    return new String(content, StandardCharsets.UTF_8).replace("\r\n", "\n").strip();
  }

  private static String name(Path jar) {
    return jar.getFileName().toString().replaceFirst("\\.jar$", "");
  }
}
