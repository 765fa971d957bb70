package dev.portcullis.password;

import com.nulabinc.zxcvbn.Zxcvbn;
import dev.portcullis.Confidential;
import dev.portcullis.config.LocalSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a new password must be. It is judged by length and by how soon it would be guessed, never by
 * the kinds of its characters (S28); nothing leaves the server (S31).
 *
 * <p>Reasons, all that apply:
 *
 * <ul>
 *   <li>{@code password.too_short}: fewer code points than {@code minimumLength}
 *   <li>{@code password.too_long}: more than {@value #MAX_LENGTH} code points
 *   <li>{@code password.malformed}: lone surrogates, which no keyboard makes
 *   <li>{@code password.common}: found within 10^8 guesses by the zxcvbn estimator, whose lists
 *       hold common and breached passwords, English words and names, and which knows repetitions,
 *       sequences, keyboard patterns, dates and the usual substitutions. With five free attempts
 *       and a delay that doubles after them, 10^8 is far out of reach online.
 *   <li>{@code password.context}: without the words an attacker of this very account starts with
 *       (its name, its e-mail address, the application's name) fewer than {@value #MIN_OWN_LENGTH}
 *       code points are left, or the estimator finds it only because of them
 * </ul>
 */
public final class PasswordPolicy {

  static final int MAX_LENGTH = 1024;
  static final int MIN_OWN_LENGTH = 8;

  private static final double MIN_GUESSES = 1e8;

  // The estimator's time grows with the square of the length: 32 characters cost well below a
  // second at the worst. A password is at least as hard to guess as any part of it.
  private static final int ESTIMATED_LENGTH = 32;
  private static final int MIN_WORD_LENGTH = 3;
  private static final int MAX_WORDS = 20;
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final int minimumLength;
  private final List<String> applicationWords;
  private final Zxcvbn estimator = new Zxcvbn();

  /**
   * @param applicationWords the product's name, the application's: words that everybody here knows
   */
  public PasswordPolicy(LocalSettings settings, Collection<String> applicationWords) {
    this.minimumLength = settings.minimumLength();
    this.applicationWords = List.copyOf(applicationWords);
  }

  /**
   * Judges a new password.
   *
   * @param accountWords what is known of the account: its name, its e-mail address
   * @return ids of the reasons against it; empty if it is fine
   */
  public List<String> check(Confidential password, Collection<String> accountWords) {
    var reasons = new ArrayList<String>();
    if (password.length() < minimumLength) {
      reasons.add("password.too_short");
    }
    if (password.length() > MAX_LENGTH) {
      reasons.add("password.too_long");
      return reasons;
    }
    if (!PasswordHasher.isWellFormed(password.reveal())) {
      reasons.add("password.malformed");
      return reasons;
    }
    var words = contextWords(accountWords);
    if (isGuessed(password.reveal(), List.copyOf(words))) {
      boolean evenWithoutThem = isGuessed(password.reveal(), List.of());
      reasons.add(evenWithoutThem ? "password.common" : "password.context");
    } else if (isMostlyContext(password.reveal(), words)) {
      reasons.add("password.context");
    }
    return reasons;
  }

  private boolean isGuessed(String password, List<String> words) {
    if (password.length() <= ESTIMATED_LENGTH) {
      return guesses(password, words) < MIN_GUESSES;
    }
    return guesses(password.substring(0, ESTIMATED_LENGTH), words) < MIN_GUESSES
        && guesses(password.substring(password.length() - ESTIMATED_LENGTH), words) < MIN_GUESSES;
  }

  private double guesses(String part, List<String> words) {
    var strength = estimator.measure(part, words);
    double guesses = strength.getGuesses();
    strength.wipe();
    return guesses;
  }

  private static boolean isMostlyContext(String password, Collection<String> words) {
    var rest = password.toLowerCase(Locale.ROOT);
    boolean found = false;
    for (var word : words) {
      found |= rest.contains(word);
      rest = rest.replace(word, "");
    }
    return found && rest.codePointCount(0, rest.length()) < MIN_OWN_LENGTH;
  }

  /** Each text and each of its words, in lower case, the longest first. */
  private Collection<String> contextWords(Collection<String> accountWords) {
    var words =
        new TreeSet<String>(
            (a, b) ->
                a.length() == b.length()
                    ? a.compareTo(b)
                    : Integer.compare(b.length(), a.length()));
    var texts = new ArrayList<>(applicationWords);
    texts.addAll(accountWords);
    for (var text : texts) {
      var lower = text.toLowerCase(Locale.ROOT);
      words.add(lower);
      words.addAll(List.of(SEPARATORS.split(lower, MAX_WORDS)));
      int at = lower.indexOf('@');
      if (at > 0) {
        words.add(lower.substring(0, at));
      }
    }
    words.removeIf(word -> word.length() < MIN_WORD_LENGTH);
    return words;
  }
}
