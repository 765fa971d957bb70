package dev.portcullis.config.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** "Did you mean …?": the known word that a misspelt one is nearest to. */
public final class Suggestion {

  private Suggestion() {}

  /** The nearest word, if it is near: case and separators aside, up to a third may differ. */
  public static Optional<String> among(Collection<String> known, String written) {
    var distance = LevenshteinDistance.getDefaultInstance();
    var plain = plain(written);
    return known.stream()
        .map(word -> Map.entry(word, distance.apply(plain, plain(word))))
        .filter(entry -> entry.getValue() <= tolerated(plain(entry.getKey())))
        .min(Comparator.comparingInt(Map.Entry::getValue))
        .map(Map.Entry::getKey);
  }

  private static int tolerated(String plain) {
    return plain.length() < 4 ? 1 : Math.max(2, plain.length() / 3);
  }

  private static String plain(String word) {
    var letters = word.length() > 100 ? word.substring(0, 100) : word;
    return letters.toLowerCase(Locale.ROOT).replaceAll("[_.\\s-]", "");
  }
}
